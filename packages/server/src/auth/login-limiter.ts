import type { Clock } from '../clock.ts'

/** What a failed login counts against. */
export type LimitKind = 'address' | 'account' | 'key'

/** Most failures in a minute (contract 1.9: 60 an address, 20 an account, 20 a password). */
export const failuresPerMinute: Readonly<Record<LimitKind, number>> = {
  address: 60,
  account: 20,
  key: 20,
}

/** Counts failed logins in an exact sliding window of a minute. */
export interface LoginLimiter {
  /**
   * Counts an attempt as failed until it is withdrawn, so that attempts made at once cannot all slip
   * through. Returns `undefined` if one of the counters is full: the attempt must not be made.
   */
  readonly attempt: (subjects: readonly (readonly [LimitKind, string])[]) => Attempt | undefined
}

/** An attempt under way. */
export interface Attempt {
  /** Says that it succeeded and counts against nobody. */
  readonly withdraw: () => void
}

const windowMs = 60_000
const maxSubjects = 10_000

/** Returns a limiter; it remembers the {@link maxSubjects} subjects that failed last. */
export function createLoginLimiter(clock: Clock): LoginLimiter {
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
