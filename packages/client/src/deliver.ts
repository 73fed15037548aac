import type { Answer, Call, NoAnswer, OpenAnswer } from './call.ts'
import { explainFailure } from './explain-failure.ts'
import type { GuestCheck } from './guest-check.ts'
import { requestInfo, type Hooks } from './hooks.ts'
import type { Identities, Identity } from './identity.ts'
import type { LabKeyError } from './labkey-error.ts'
import { failureIn, parseAnswer } from './parse-answer.ts'
import { parseRetryAfter } from './parse-retry-after.ts'
import { isRedirect, judgeRedirect } from './redirect.ts'
import type { Report } from './report.ts'
import {
  isRetryable,
  retryDelayMs,
  type RetryBudget,
  type RetryPolicy,
  type Timing,
} from './retry.ts'

/** An answer below 400, with the report for those who look closer. */
export interface Delivered<Result> {
  readonly answer: Result
  readonly report: Report
}

/** Sends a call until there is an answer below 400, or none is to be had. */
export type Deliver = <Result extends Answer | OpenAnswer>(
  call: Call,
  send: Send<Result>,
) => Promise<Delivered<Result>>

/** Sends a request over one hop; whatever is not below 300 is read to its end. */
export type Send<Result> = (
  call: Call,
  url: URL,
  identity: Identity,
) => Promise<Result | Answer | NoAnswer>

/** What calls are delivered with. */
export interface DeliverOptions {
  readonly base: URL
  /** The base URL, without a slash at its end. */
  readonly server: string
  readonly identities: Identities
  readonly guestCheck: GuestCheck
  readonly retry: RetryPolicy
  readonly budget: RetryBudget
  readonly hooks: Hooks
  readonly timing: Timing
}

/** LabKey's actions that take a POST without a CSRF token (contract 1.8), in lower case. */
const csrfExempt: ReadonlySet<string> = new Set([
  'query-selectrows',
  'query-getquery',
  'query-executesql',
  'query-parsecalculatedcolumn',
  'login-loginapi',
  'login-verifytoken',
])

/**
 * Makes the function that delivers calls.
 *
 * A call is sent again in three cases only: a read after a failure that passes; after a 401, once,
 * if the credential has changed in its source; and after a 401, once, if it was the CSRF token that
 * was refused and the server has handed out another. The last two repeat writes as well, because
 * LabKey checks both before it acts. A body that is a stream is never sent twice.
 */
export function createDeliver(options: DeliverOptions): Deliver {
  const { base, server, identities, guestCheck, retry, budget, hooks, timing } = options

  const follow = async <Result extends Answer | OpenAnswer>(
    first: Result | Answer,
    call: Call,
    report: Report,
    send: Send<Result>,
  ): Promise<Result | Answer | NoAnswer> => {
    let url = call.url
    for (let hops = 0; ; hops++) {
      const answer = hops === 0 ? first : await send(call, url, report.identity)
      if (answer.kind !== 'answer' || !isRedirect(answer.status)) return answer
      const verdict = judgeRedirect(url, answer.location, call.method, hops)
      if ('refused' in verdict) {
        throw await explainFailure(report, ({ redirectError }) =>
          redirectError(report, base, answer.status, verdict),
        )
      }
      url = verdict.follow
    }
  }

  /** The wait before another time; `undefined` when this outcome is the last. */
  const delayOf = (call: Call, answer: Answer | OpenAnswer | NoAnswer, retries: number) => {
    if (!call.readOnly || !isRepeatable(call) || !isTransient(answer)) return undefined
    const asked =
      answer.kind === 'answer' ? parseRetryAfter(answer.retryAfter, timing.now()) : undefined
    const delayMs = retryDelayMs(retry, retries, asked, timing.random)
    return delayMs !== undefined && budget.spend() ? delayMs : undefined
  }

  const describeStored = async ({ credential }: Identity) => {
    const { describeStoredKey } = await import('./stored-key.ts')
    return describeStoredKey(server, credential, timing.now())
  }

  return async <Result extends Answer | OpenAnswer>(call: Call, send: Send<Result>) => {
    const startedAt = timing.now()
    const spent = () => Math.max(0, timing.now() - startedAt)
    const leftMs = () =>
      call.totalTimeoutMs === undefined ? Infinity : call.totalTimeoutMs - spent()
    let identity = await identities.current()
    let attempts = 0
    let retries = 0
    let renewed = false
    let tokenRenewed = false

    for (;;) {
      attempts++
      const report: Report = new CallReport(call, server, identity, attempts, spent)
      const left = leftMs()
      if (left <= 0) throw await noAnswer(report, { kind: 'timeout', systemCode: undefined })
      const limited = left < call.timeoutMs ? { ...call, timeoutMs: Math.ceil(left) } : call
      const first = await send(limited, limited.url, identity)
      const answer =
        first.kind === 'answer' && isRedirect(first.status)
          ? await follow(first, limited, report, send)
          : first

      const delayMs = delayOf(call, answer, retries)
      if (delayMs !== undefined && delayMs < leftMs()) {
        retries++
        const reason = answer.kind === 'answer' ? answer.status : (answer.systemCode ?? answer.kind)
        await hooks.onRetry?.(
          Object.freeze({ ...requestInfo(call, call.url), attempt: attempts, delayMs, reason }),
        )
        await timing.sleep(delayMs, call.signal)
        continue
      }
      if (answer.kind !== 'answer') {
        // What the caller's own stream threw is the caller's.
        if (answer.kind === 'body') throw answer.thrown
        throw await noAnswer(report, answer)
      }
      if (answer.status < 400) {
        budget.refund(retries)
        // Below 300 an answer is of the kind that was asked for; 304 is not asked for.
        return { answer: answer as Result, report }
      }

      let csrfRefused = false
      if (answer.status === 401) {
        if (!renewed && isRepeatable(call)) {
          renewed = true
          const next = await identities.renew(identity)
          if (next !== identity) {
            identity = next
            continue
          }
        }
        const token = identity.cookies.csrfToken
        const mayBeToken = call.method !== 'GET' && !csrfExempt.has(call.action.toLowerCase())
        // The words of a refusal are the server's to change, so they are not looked at. Whom the
        // server takes the client for is asked instead.
        const isWorthAsking =
          identity.credential !== undefined &&
          call.action !== 'login-whoami' &&
          (answer.challenged || (mayBeToken && !tokenRenewed))
        const taken = isWorthAsking ? await guestCheck.ask(call, identity) : undefined
        if (taken === 'guest') {
          const known = await describeStored(identity)
          throw await explainFailure(report, ({ guestError }) => guestError(report, answer, known))
        }
        csrfRefused = taken === 'user' && mayBeToken && !tokenRenewed
        if (csrfRefused && identity.cookies.csrfToken !== token && isRepeatable(call)) {
          tokenRenewed = true
          continue
        }
      }
      const parsed = 'text' in answer ? parseAnswer(answer.text) : undefined
      const failure = parsed?.kind === 'json' ? failureIn(parsed.value) : undefined
      const refusal = {
        csrfRefused: csrfRefused || tokenRenewed,
        known: answer.status === 401 ? await describeStored(identity) : undefined,
      }
      throw await explainFailure(report, ({ answerError }) =>
        answerError(report, answer, failure, refusal),
      )
    }
  }
}

/** Says how long the call took when it is asked. */
class CallReport implements Report {
  readonly call: Call
  readonly server: string
  readonly identity: Identity
  readonly attempts: number
  readonly #spent: () => number

  constructor(
    call: Call,
    server: string,
    identity: Identity,
    attempts: number,
    spent: () => number,
  ) {
    this.call = call
    this.server = server
    this.identity = identity
    this.attempts = attempts
    this.#spent = spent
  }

  get durationMs(): number {
    return this.#spent()
  }
}

function noAnswer(report: Report, answer: NoAnswer): Promise<LabKeyError> {
  return explainFailure(report, ({ noAnswerError }) => noAnswerError(report, answer))
}

function isTransient(answer: Answer | OpenAnswer | NoAnswer): boolean {
  return answer.kind === 'network' || (answer.kind === 'answer' && isRetryable(answer.status))
}

function isRepeatable({ body }: Call): boolean {
  return body === undefined || typeof body === 'string' || body instanceof Uint8Array
}
