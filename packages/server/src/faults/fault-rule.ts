/** Which requests a fault hits. */
export interface FaultMatch {
  /**
   * Controller and action without regard to case, such as `query-selectRows`; `query-*` for all of a
   * controller, `webdav` for files. Default: every request.
   */
  readonly action?: string
  /** Such as `POST`. Default: every method. */
  readonly method?: string
  /** Matching requests that are let through first. Default: 0. */
  readonly skip?: number
  /** Matching requests that are hit; then the rule is spent. `Infinity` for all. Default: 1. */
  readonly times?: number
  /** Milliseconds of real time before anything else happens. Default: 0. */
  readonly delayMs?: number
}

/** Answers with a status and LabKey's JSON of a failure; the action does not run. */
export interface StatusFault {
  readonly status: number
  /** `exception` of the body. Default: `Injected fault`. */
  readonly message?: string
  /** Such as `Retry-After`. Default: none. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Ends the connection without an answer: before the action ran, or after it, so that its work is done. */
export interface DropFault {
  readonly drop: 'request' | 'answer'
}

/** Sends this many bytes of the body, with the length of the whole, and ends the connection. */
export interface CutFault {
  readonly cutBody: number
}

/** Answers 200 with `exception` and these words, as LabKey does once it has begun to answer. */
export interface ExceptionFault {
  readonly exceptionUnder200: string
}

/**
 * Puts blanks in front of the body, one at a time. The status is 200 then, whatever the action answers,
 * since LabKey has committed it with the first blank.
 */
export interface BlanksFault {
  readonly leadingBlanks: number
  /** Default: 0; LabKey's own pace is 2000. */
  readonly blankEveryMs?: number
}

/** Sends the body in pieces. */
export interface SlowFault {
  readonly slowBytes: { readonly bytes: number; readonly everyMs: number }
}

/** Only waits, and then answers as always. */
export interface DelayFault {
  readonly delayMs: number
}

/** What happens to a request; exactly one, with `delayMs` beside any. */
export type FaultEffect =
  | StatusFault
  | DropFault
  | CutFault
  | ExceptionFault
  | BlanksFault
  | SlowFault
  | DelayFault

/** A fault: which requests, and what happens to them. */
export type FaultRule = FaultMatch & FaultEffect

/** Names of the effects, as the journal tells them. */
export type FaultKind =
  | 'status'
  | 'drop'
  | 'cutBody'
  | 'exceptionUnder200'
  | 'leadingBlanks'
  | 'slowBytes'
  | 'delayMs'
