import type { Clock } from '../clock.ts'
import type { Attempt, FailureStore, LimitKind } from './store.ts'

/** Most failures in a minute (contract 1.9: 60 an address, 20 an account, 20 a password). */
export const failuresPerMinute: Readonly<Record<LimitKind, number>> = {
  address: 60,
  account: 20,
  key: 20,
}

/** Failures in memory: it answers at once. */
export interface MemoryFailures extends FailureStore {
  readonly attempt: (subjects: readonly (readonly [LimitKind, string])[]) => Attempt | undefined
}

const windowMs = 60_000
const maxSubjects = 10_000

/** Returns a store that remembers the {@link maxSubjects} subjects that failed last. */
export function createMemoryFailures(clock: Clock): MemoryFailures {
  const failures = new Map<string, readonly number[]>()

  function recent(subject: string): readonly number[] {
    const since = clock.monotonic() - windowMs
    return (failures.get(subject) ?? []).filter((at) => at > since)
  }

  function remember(subject: string, times: readonly number[]): void {
    failures.delete(subject)
    if (times.length > 0) failures.set(subject, times)
    if (failures.size > maxSubjects) {
      const [oldest] = failures.keys()
      if (oldest !== undefined) failures.delete(oldest)
    }
  }

  return {
    attempt: (subjects) => {
      const named = subjects.map(([kind, name]) => ({ kind, subject: `${kind}:${name}` }))
      const isFull = named.some(
        ({ kind, subject }) => recent(subject).length >= failuresPerMinute[kind],
      )
      if (isFull) return undefined
      const now = clock.monotonic()
      for (const { subject } of named) remember(subject, [...recent(subject), now])
      return {
        withdraw: () => {
          for (const { subject } of named) {
            const times = [...recent(subject)]
            const index = times.lastIndexOf(now)
            if (index >= 0) times.splice(index, 1)
            remember(subject, times)
          }
        },
      }
    },
  }
}
