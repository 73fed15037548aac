import type { NoAnswer } from './call.ts'
import { explain } from './explain.ts'
import { explainSystemCode } from './explain-network.ts'
import type { LabKeyError } from './labkey-error.ts'
import {
  LabKeyAbortError,
  LabKeyDecodeError,
  LabKeyNetworkError,
  LabKeyRedirectError,
  LabKeyTimeoutError,
} from './labkey-errors.ts'
import { LabKeyOptionsError } from './labkey-options-error.ts'
import type { RedirectVerdict } from './redirect.ts'
import { redact } from './redact.ts'
import { factsOf, type Report } from './report.ts'
import { subjectOf } from './subject-of.ts'
import { suggestBaseUrl } from './suggest-base-url.ts'

/** Makes the error of a call that got no answer, by why it got none. */
export function noAnswerError(report: Report, failure: NoAnswer): LabKeyError {
  const { server, call } = report
  const facts = factsOf(report)
  const asked = subjectOf(report)
  switch (failure.kind) {
    case 'network': {
      const { systemCode } = failure
      const [why, hint] = explainSystemCode(systemCode)
      const code = systemCode === undefined ? '' : ` (${systemCode})`
      const rows = [
        ['asked', asked],
        ['why', why],
        ['next', hint],
      ] as const
      const isBroken = [undefined, 'ECONNRESET', 'EPIPE'].includes(systemCode)
      const headline = isBroken ? `The connection to ${server} broke` : `Cannot reach ${server}`
      const message = explain(`${headline}${code}`, rows)
      return new LabKeyNetworkError({
        ...facts,
        message,
        hint,
        ...(systemCode !== undefined && { systemCode }),
      })
    }
    case 'timeout': {
      const hint = 'ask for less at once (maxRows, columns), or give more time (timeoutMs)'
      const { totalTimeoutMs } = call
      const isWhole = totalTimeoutMs !== undefined && report.durationMs >= totalTimeoutMs
      const limit = isWhole ? `${totalTimeoutMs} ms, retries included` : `${call.timeoutMs} ms`
      const headline = `${server} did not answer completely within ${limit}`
      return new LabKeyTimeoutError({
        ...facts,
        hint,
        message: explain(headline, [
          ['asked', asked],
          ['next', hint],
        ]),
      })
    }
    case 'idle': {
      const hint = 'try again; if the server needs longer between rows, raise idleTimeoutMs'
      const headline = `${server} fell silent in the middle of its answer`
      return new LabKeyTimeoutError({
        ...facts,
        hint,
        message: explain(headline, [
          ['asked', asked],
          ['next', hint],
        ]),
      })
    }
    case 'proxy': {
      const status = failure.systemCode ?? ''
      const hint =
        status === '407'
          ? 'put its login into the proxy URL, or ask who runs it'
          : 'check HTTPS_PROXY and NO_PROXY, or the option proxy'
      return new LabKeyNetworkError({
        ...facts,
        hint,
        message: explain(`The proxy does not let the connection to ${server} through (${status})`, [
          ['asked', asked],
          ['next', hint],
        ]),
      })
    }
    case 'aborted':
      return new LabKeyAbortError({ ...facts, message: `Stopped by the caller: ${asked}` })
    case 'too large': {
      const hint = 'ask for fewer rows or columns, or raise maxResponseBytes'
      const headline = `The answer of ${server} is larger than maxResponseBytes`
      return new LabKeyDecodeError({
        ...facts,
        hint,
        message: explain(headline, [
          ['asked', asked],
          ['next', hint],
        ]),
      })
    }
    case 'malformed':
      return new LabKeyDecodeError({
        ...facts,
        message: explain(`The answer of ${server} cannot be unpacked`, [['asked', asked]]),
      })
    case 'body':
      return new LabKeyNetworkError({ ...facts, message: `The body of ${asked} broke off` })
    case 'body too large':
      return new LabKeyOptionsError(`The body for ${asked} is larger than maxResponseBytes`)
  }
}

/** Makes the error of a redirect that is not followed; it names the base URL to use instead. */
export function redirectError(
  report: Report,
  base: URL,
  status: number,
  verdict: Exclude<RedirectVerdict, { readonly follow: URL }>,
): LabKeyError {
  const { server, call, identity } = report
  const { refused, target } = verdict
  const suggestion = target && redact(suggestBaseUrl(base, call.url, target), identity)
  const elsewhere = suggestion !== undefined && suggestion !== server
  const hint = elsewhere
    ? `if you trust it, use the base URL ${suggestion}`
    : 'check the base URL and its context path'
  return new LabKeyRedirectError({
    ...factsOf(report),
    status,
    hint,
    message: explain(`${server} redirects (${status}), and this redirect is not followed`, [
      ['asked', subjectOf(report)],
      ['to', target && redact(target.origin + target.pathname, identity)],
      ['why', `${refused}, and credentials stay where they belong`],
      ['next', hint],
    ]),
  })
}
