import type { Answer, ByteStream, OpenAnswer } from './call.ts'
import { explainFailure } from './explain-failure.ts'
import type { Report } from './report.ts'
import { wireFailure } from './transport/wire-failure.ts'

// A body that reports a failure is short; what is longer is not one.
const mostFailureBytes = 1024 * 1024

/** Reads the body of a failed answer as a text, as far as it goes. */
export async function endWithText({ body, ...head }: OpenAnswer): Promise<Answer> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      chunks.push(chunk)
      size += chunk.length
      if (size > mostFailureBytes) break
    }
  } catch {
    // The status says that it has failed; a body that breaks off takes nothing from that.
  }
  return { ...head, text: Buffer.concat(chunks).toString('utf8') }
}

/** Gives a body's failures the form that may leave the client. */
export function withErrors(body: ByteStream, report: Report): ByteStream {
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      try {
        return await body.next()
      } catch (error) {
        const { answer } = wireFailure(error)
        throw await explainFailure(report, ({ noAnswerError }) => noAnswerError(report, answer))
      }
    },
    return: () => body.return(),
    cancel: () => body.cancel(),
  }
}
