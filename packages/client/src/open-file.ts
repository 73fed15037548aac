import { bodyText } from './body-text.ts'
import type { Call } from './call.ts'
import { explainFailure } from './explain-failure.ts'
import { failureIn, parseAnswer } from './parse-answer.ts'
import type { Open } from './perform.ts'
import { streamedAnswer, type StreamedAnswer } from './streamed-answer.ts'

/** Opens an answer that is a file, of any size; JSON or a page in its place is a failure. */
export async function openFile(open: Open, call: Call): Promise<StreamedAnswer> {
  const { answer, body, report } = await open({ ...call, accept: '*/*' })
  const { contentType } = answer
  // No export is one of these: LabKey says with them that it has failed.
  if (contentType !== undefined && /^(?:application\/json|text\/html)\b/i.test(contentType)) {
    const parsed = parseAnswer(await bodyText(body))
    const failure = parsed.kind === 'json' ? failureIn(parsed.value) : undefined
    throw await explainFailure(report, ({ answerError, decodeError }) =>
      failure === undefined
        ? decodeError(report, answer, parsed)
        : answerError(report, answer, failure),
    )
  }
  return streamedAnswer(answer, body)
}
