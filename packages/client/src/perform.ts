import type { Answer, ByteStream, Call, OpenAnswer } from './call.ts'
import { createDeliver, type DeliverOptions } from './deliver.ts'
import { explainFailure } from './explain-failure.ts'
import { failureIn, parseAnswer } from './parse-answer.ts'
import type { Report } from './report.ts'
import type { Transport } from './transport/transport.ts'

/** What an answer means to a call that succeeded, with the report for those who look closer. */
export interface Performed {
  readonly value: unknown
  readonly answer: Answer
  readonly report: Report
}

/** Performs calls whose answers are JSON; everything but streams goes through it. */
export type Perform = (call: Call) => Promise<Performed>

/** A streamed answer below 400. What its body says about failure is for its reader to see. */
export interface Opened {
  readonly answer: OpenAnswer
  /** Throws `LabKeyError`s where the wire fails. */
  readonly body: ByteStream
  readonly report: Report
}

/**
 * Performs calls whose answers are read as they arrive, of any size. Retries, redirects and refusals
 * are as ever up to the head of the answer; nothing is repeated once it is there.
 */
export type Open = (call: Call) => Promise<Opened>

/** Makes the functions that perform the calls of one client. */
export function createPerform(options: DeliverOptions & { readonly transport: Transport }): {
  readonly perform: Perform
  readonly open: Open
} {
  const { transport, guestCheck } = options
  const deliver = createDeliver(options)
  return {
    async perform(call) {
      const { answer, report } = await deliver<Answer>(call, (...hop) => transport.send(...hop))
      const guest = guestCheck.isGuest(call, answer, report.identity)
      if (guest !== false && (await guest)) {
        throw await explainFailure(report, ({ guestError }) => guestError(report, answer))
      }
      const parsed = parseAnswer(answer.text)
      const failure = parsed.kind === 'json' ? failureIn(parsed.value) : undefined
      if (failure !== undefined) {
        throw await explainFailure(report, ({ answerError }) =>
          answerError(report, answer, failure),
        )
      }
      if (parsed.kind === 'json') return { value: parsed.value, answer, report }
      if (answer.status === 204) return { value: undefined, answer, report }
      throw await explainFailure(report, ({ decodeError }) => decodeError(report, answer, parsed))
    },

    async open(call) {
      const { endWithText, withErrors } = await import('./opened-body.ts')
      const { answer, report } = await deliver<OpenAnswer>(call, async (...hop) => {
        const opened = await transport.open(...hop)
        return opened.kind === 'answer' && opened.status >= 300 ? endWithText(opened) : opened
      })
      const { body, contentType } = answer
      try {
        if (await guestCheck.isGuest(call, answer, report.identity)) {
          throw await explainFailure(report, ({ guestError }) => guestError(report, answer))
        }
        const isPage = contentType !== undefined && /^text\/html\b/i.test(contentType)
        if (isPage && !/html|\*\/\*/.test(call.accept)) {
          throw await explainFailure(report, ({ decodeError }) =>
            decodeError(report, answer, { kind: 'html' }),
          )
        }
      } catch (error) {
        body.cancel()
        throw error
      }
      return { answer, body: withErrors(body, report), report }
    },
  }
}
