/** One line of the report. Holds no secret: no key, cookie, token, or login of a proxy. */
export interface Finding {
  /** What was looked at, as `tls`. */
  readonly check: string
  readonly state: 'ok' | 'warn' | 'fail'
  readonly message: string
  /** What to do. */
  readonly fix?: string
}

/** Everything is as it should be. */
export function ok(check: string, message: string): Finding {
  return { check, state: 'ok', message }
}

/** It works, but not for everybody or not for long. */
export function warn(check: string, message: string, fix: string): Finding {
  return { check, state: 'warn', message, fix }
}

/** It does not work. */
export function fail(check: string, message: string, fix: string): Finding {
  return { check, state: 'fail', message, fix }
}
