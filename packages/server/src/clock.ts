/** Where a clock takes the real time from. Both in milliseconds. */
export interface TimeSource {
  /** Time since 1970, for dates and key expiry. Default: `Date.now`. */
  readonly now: () => number
  /** Time that never steps back, for session timeouts and lock-out. Default: `performance.now`. */
  readonly monotonic: () => number
}

/** A clock that runs with real time and can be pushed ahead of it. */
export interface Clock {
  /** Milliseconds since 1970, pushed ahead included. */
  readonly now: () => number
  /** Milliseconds since some fixed moment; an hour stepped on the wall clock does not show here. */
  readonly monotonic: () => number
  /**
   * Pushes the clock ahead: sessions, keys and lock-outs expire as if the time had passed.
   *
   * @throws {RangeError} if `ms` is negative or not finite.
   */
  readonly advance: (ms: number) => void
  /** Returns to the real time. */
  readonly reset: () => void
}

const realTime: TimeSource = { now: Date.now, monotonic: () => performance.now() }

/** Returns a clock on top of a time source, by default this machine's. */
export function createClock(source: TimeSource = realTime): Clock {
  let ahead = 0
  return {
    now: () => source.now() + ahead,
    monotonic: () => source.monotonic() + ahead,
    advance: (ms) => {
      if (!(ms >= 0 && Number.isFinite(ms))) throw new RangeError(`Cannot advance by ${ms} ms`)
      ahead += ms
    },
    reset: () => {
      ahead = 0
    },
  }
}
