import type { Attempt } from './attempt.ts'

/** Adds to each attempt that does not say so how long it took since the one before, to a microsecond. */
export function timed(onAttempt: (attempt: Attempt) => void): (attempt: Attempt) => void {
  let since = performance.now()
  return (attempt) => {
    const now = performance.now()
    onAttempt({ durationMs: Math.round((now - since) * 1000) / 1000, ...attempt })
    since = now
  }
}
