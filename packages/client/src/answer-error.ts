import type { AnswerHead } from './call.ts'
import { explain } from './explain.ts'
import { explainGuest, explainUnauthorized } from './explain-unauthorized.ts'
import type { LabKeyError, LabKeyErrorFacts } from './labkey-error.ts'
import {
  LabKeyAuthenticationError,
  LabKeyConflictError,
  LabKeyCsrfError,
  LabKeyDecodeError,
  LabKeyNotFoundError,
  LabKeyPermissionError,
  LabKeyQueryError,
  LabKeyServerError,
  LabKeyValidationError,
} from './labkey-errors.ts'
import type { Parsed, ServerFailure } from './parse-answer.ts'
import { parseRetryAfter } from './parse-retry-after.ts'
import { readRowErrors, type RowError } from './row-errors.ts'
import { redact } from './redact.ts'
import { factsOf, type Report } from './report.ts'
import { subjectOf } from './subject-of.ts'

/** Makes the error of an answer that reports a failure, by its status. */
export function answerError(
  report: Report,
  answer: AnswerHead,
  failure: ServerFailure | undefined,
  refusal: { readonly csrfRefused?: boolean; readonly known?: string | undefined } = {},
): LabKeyError {
  const { server, identity } = report
  const { credential } = identity
  const rowErrors = readRowErrors(failure?.errors)
  const exception = failure?.exception || rowErrors[0]?.message
  const said = exception && redact(exception, identity)
  const facts = {
    ...factsOf(report),
    status: answer.status,
    ...(said && { serverMessage: said }),
    ...(failure?.exceptionClass && { exceptionClass: redact(failure.exceptionClass, identity) }),
    ...(answer.requestId && { requestId: redact(answer.requestId, identity) }),
  }
  const subject = subjectOf(report)
  const build = (headline: string, hint: string) => ({
    ...facts,
    hint,
    message: explain(headline, [
      ['asked', subject],
      ['said', said && `"${said}"`],
      ['next', hint],
    ]),
  })
  switch (answer.status) {
    case 401: {
      if (refusal.csrfRefused === true) {
        const hint = 'try again; if it stays, a proxy may be dropping cookies'
        return new LabKeyCsrfError(
          build(`LabKey at ${server} took the key, but not the CSRF token (401)`, hint),
        )
      }
      const explained = explainUnauthorized({
        server,
        subject,
        credential,
        said,
        known: refusal.known,
      })
      return new LabKeyAuthenticationError({
        ...facts,
        ...explained,
        code: 'ERR_LABKEY_UNAUTHORIZED',
        ...(credential !== undefined && { source: credential.source }),
      })
    }
    case 403: {
      const hint = 'ask an administrator of the container for the permission, or check its terms'
      return new LabKeyPermissionError(build(`LabKey at ${server} does not allow this (403)`, hint))
    }
    case 404:
      return new LabKeyNotFoundError(
        failure === undefined
          ? build(
              `${server} has no such page (404)`,
              'check the context path of the base URL, and the name of the action',
            )
          : build(
              `LabKey at ${server} has no such thing (404)`,
              'check the container path and the names; what you may not see counts as missing',
            ),
      )
    default:
      return otherError(report, answer, { failure, rowErrors }, build)
  }
}

interface Failed {
  readonly failure: ServerFailure | undefined
  readonly rowErrors: readonly RowError[]
}

function otherError(
  { server, call, identity }: Report,
  { status, retryAfter }: AnswerHead,
  { failure, rowErrors }: Failed,
  build: (headline: string, hint: string) => Omit<LabKeyErrorFacts, 'code'>,
): LabKeyError {
  if (status === 409 || failure?.exceptionClass?.endsWith('OptimisticConflictException')) {
    const hint = 'read it again, apply your change to what it is now, and send that'
    return new LabKeyConflictError(
      build(`LabKey at ${server} has something newer (${status})`, hint),
    )
  }
  // Nothing of a row was sent with what only reads.
  if (rowErrors.length > 0 && !call.readOnly) {
    const clean = rowErrors.map(({ field, message, ...row }) =>
      Object.freeze({
        ...row,
        ...(field !== undefined && { field: redact(field, identity) }),
        message: redact(message, identity),
      }),
    )
    const count = clean.length === 1 ? 'what was sent' : `what was sent in ${clean.length} places`
    return new LabKeyValidationError({
      ...build(`LabKey at ${server} refused ${count} (${status})`, 'correct what rowErrors names'),
      rowErrors: Object.freeze(clean),
    })
  }
  const isQuery = /^(?:query|sql)-/.test(call.action)
  const byQuery = status <= 400 || status === 500
  if (isQuery && byQuery && failure !== undefined) {
    const hint = 'check the names of columns, filters and parameters'
    return new LabKeyQueryError(build(`LabKey at ${server} could not run this (${status})`, hint))
  }
  const waitMs = parseRetryAfter(retryAfter, Date.now())
  const wait = waitMs === undefined ? 'later' : `in ${Math.ceil(waitMs / 1000)} s`
  const hint =
    status === 429 || status >= 500 || status === 408
      ? `try again ${wait}; if it stays, look into the server's log`
      : 'check the parameters and the method of the action'
  return new LabKeyServerError(build(`LabKey at ${server} failed (${status})`, hint))
}

/** Makes the error of an answer as to a guest although a credential was sent. */
export function guestError(
  report: Report,
  { status, requestId }: AnswerHead,
  known?: string,
): LabKeyError {
  const { server, identity } = report
  const { credential } = identity
  return new LabKeyAuthenticationError({
    ...factsOf(report),
    ...explainGuest({ server, subject: subjectOf(report), credential, said: undefined, known }),
    code: 'ERR_LABKEY_GUEST',
    status,
    ...(requestId && { requestId: redact(requestId, identity) }),
    ...(credential !== undefined && { source: credential.source }),
  })
}

/** Makes the error of an answer that is not what a LabKey API writes. */
export function decodeError(report: Report, answer: AnswerHead, parsed: Parsed): LabKeyError {
  const { server } = report
  const what = {
    html: 'a page (HTML), probably for a person to sign in or to agree to something',
    text: 'something that is not JSON, or not all of it',
    empty: 'nothing at all',
    json: 'JSON of another form than LabKey writes',
  }[parsed.kind]
  const hint =
    parsed.kind === 'html'
      ? `open ${server} in a browser; check the base URL and its context path`
      : 'check the base URL and its context path; a proxy may have cut the answer'
  return new LabKeyDecodeError({
    ...factsOf(report),
    status: answer.status,
    hint,
    message: explain(`${server} answered with ${what}`, [
      ['asked', subjectOf(report)],
      ['next', hint],
    ]),
  })
}
