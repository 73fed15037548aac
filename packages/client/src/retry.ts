/** When and how often reads are sent again. */
export interface RetryOptions {
  /** How many times after the first. Default: 3. */
  readonly retries?: number
  /** The first wait; it doubles each time, and a random part of it is taken. Default: 500. */
  readonly minDelayMs?: number
  /** The longest such wait. Default: 8000. */
  readonly maxDelayMs?: number
  /**
   * The longest `Retry-After` that is waited for. When the server asks for more, the call fails at
   * once and says so. Default: 30000.
   */
  readonly maxRetryAfterMs?: number
}

/** {@link RetryOptions} with every field. */
export type RetryPolicy = Required<RetryOptions>

/** Time and chance, so that tests can hold them still. */
export interface Timing {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** From 0 on, below 1. */
  readonly random: () => number
  /** Waits; ends early, without a throw, when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>
}

/** The real clock, real chance and real waits. */
export const systemTiming: Timing = {
  now: Date.now,
  random: Math.random,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve()
        return
      }
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal?.addEventListener('abort', done)
    }),
}

const worthAnother: ReadonlySet<number> = new Set([408, 429, 502, 503, 504])

/** Says whether an answer of this status is worth asking again: 408, 429, 502, 503, 504. */
export function isRetryable(status: number): boolean {
  return worthAnother.has(status)
}

/**
 * Says how long to wait before retry number `done` + 1; `undefined` means give up. Without a
 * `Retry-After`, full jitter is used: anything from 0 to the doubled delay.
 */
export function retryDelayMs(
  policy: RetryPolicy,
  done: number,
  retryAfterMs: number | undefined,
  random: () => number,
): number | undefined {
  if (done >= policy.retries) return undefined
  if (retryAfterMs !== undefined) {
    return retryAfterMs <= policy.maxRetryAfterMs ? retryAfterMs : undefined
  }
  return random() * Math.min(policy.maxDelayMs, policy.minDelayMs * 2 ** done)
}

/** What all calls of a client may spend on retries together. */
export interface RetryBudget {
  /** Pays for one retry; false when there is nothing left. */
  spend(): boolean
  /** A call has succeeded, after so many retries. */
  refund(retries: number): void
}

// The figures of the AWS clients: 100 retries, then one for each five calls that need none.
const fullBudget = 500
const retryCost = 5

/**
 * Makes a budget of retries, so that a server in trouble does not get every call of a busy program
 * four times over. What a successful retry has cost comes back.
 */
export function createRetryBudget(): RetryBudget {
  let left = fullBudget
  return {
    spend() {
      if (left < retryCost) return false
      left -= retryCost
      return true
    },
    refund(retries) {
      left = Math.min(fullBudget, left + (retries === 0 ? 1 : retries * retryCost))
    },
  }
}
