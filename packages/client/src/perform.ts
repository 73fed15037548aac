import type { Answer, Call, NoAnswer } from './call.ts'
import { answerError, decodeError } from './answer-error.ts'
import type { Identities, Identity } from './identity.ts'
import { noAnswerError, redirectError } from './no-answer-error.ts'
import { failureIn, parseAnswer } from './parse-answer.ts'
import { isRedirect, judgeRedirect } from './redirect.ts'
import type { Report } from './report.ts'
import { requestUrl } from './request-url.ts'
import {
  isRetryable,
  parseRetryAfter,
  retryDelayMs,
  type RetryPolicy,
  type Timing,
} from './retry.ts'
import type { Transport } from './transport.ts'

/** What an answer means to a call that succeeded, with the report for those who look closer. */
export interface Performed {
  readonly value: unknown
  readonly answer: Answer
  readonly report: Report
}

/** Performs calls: retries, redirects, refusals; everything goes through it. */
export type Perform = (call: Call) => Promise<Performed>

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
 * Makes the function that performs calls.
 *
 * A call is sent again in three cases only: a read after a failure that passes; after a 401, once,
 * if the credential has changed in its source; and after a 401, once, if it was the CSRF token that
 * was refused and the server has handed out another. The last two repeat writes as well, because
 * LabKey checks both before it acts.
 */
export function createPerform(options: {
  readonly base: URL
  readonly server: string
  readonly identities: Identities
  readonly transport: Transport
  readonly retry: RetryPolicy
  readonly timing: Timing
}): Perform {
  const { base, server, identities, transport, retry, timing } = options

  const exchange = async (call: Call, report: Report): Promise<Answer | NoAnswer> => {
    let url = call.url
    for (let hops = 0; ; hops++) {
      const answer = await transport.send(call, url, report.identity)
      if (answer.kind !== 'answer' || !isRedirect(answer.status)) return answer
      const verdict = judgeRedirect(url, answer.location, call.method, hops)
      if ('refused' in verdict) throw redirectError(report, base, answer.status, verdict)
      url = verdict.follow
    }
  }

  // The words of a CSRF refusal are the server's to change, so they are not looked at. Whether the
  // credential is good is asked instead: whoami takes a GET, which needs no token.
  const isCsrfRefusal = async (call: Call, identity: Identity): Promise<boolean> => {
    const mayBe =
      call.method !== 'GET' &&
      identity.credential !== undefined &&
      !csrfExempt.has(call.action.toLowerCase())
    if (!mayBe) return false
    const url = requestUrl(base, [], 'login', 'whoami', [])
    const question: Call = {
      ...call,
      method: 'GET',
      url,
      action: 'login-whoami',
      body: undefined,
      contentType: undefined,
      readOnly: true,
    }
    const answer = await transport.send(question, url, identity)
    if (answer.kind !== 'answer' || answer.status !== 200) return false
    const parsed = parseAnswer(answer.text)
    const value = parsed.kind === 'json' ? parsed.value : undefined
    return typeof value === 'object' && value !== null && 'id' in value && value.id !== 0
  }

  return async (call) => {
    const startedAt = timing.now()
    let identity = await identities.current()
    let attempts = 0
    let retries = 0
    let renewed = false
    let tokenRenewed = false

    for (;;) {
      attempts++
      const report: Report = {
        call,
        server,
        identity,
        attempts,
        get durationMs() {
          return Math.max(0, timing.now() - startedAt)
        },
      }
      const answer = await exchange(call, report)

      if (call.readOnly && isTransient(answer)) {
        const asked =
          answer.kind === 'answer' ? parseRetryAfter(answer.retryAfter, timing.now()) : undefined
        const delayMs = retryDelayMs(retry, retries, asked, timing.random)
        if (delayMs !== undefined) {
          retries++
          await timing.sleep(delayMs, call.signal)
          continue
        }
      }
      if (answer.kind !== 'answer') throw noAnswerError(report, answer)

      let csrfRefused = false
      if (answer.status === 401) {
        if (!renewed) {
          renewed = true
          const next = await identities.renew(identity)
          if (next !== identity) {
            identity = next
            continue
          }
        }
        const token = identity.cookies.csrfToken
        csrfRefused = !tokenRenewed && (await isCsrfRefusal(call, identity))
        if (csrfRefused && identity.cookies.csrfToken !== token) {
          tokenRenewed = true
          continue
        }
      }

      const parsed = parseAnswer(answer.text)
      const failure = parsed.kind === 'json' ? failureIn(parsed.value) : undefined
      if (answer.status >= 400 || failure !== undefined) {
        throw answerError(report, answer, failure, csrfRefused || tokenRenewed)
      }
      if (parsed.kind === 'json') return { value: parsed.value, answer, report }
      if (answer.status === 204) return { value: undefined, answer, report }
      throw decodeError(report, answer, parsed)
    }
  }
}

function isTransient(answer: Answer | NoAnswer): boolean {
  return answer.kind === 'network' || (answer.kind === 'answer' && isRetryable(answer.status))
}
