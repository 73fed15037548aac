import type { Call } from '../call.ts'
import { explainFailure } from '../explain-failure.ts'
import { failureIn, parseAnswer } from '../parse-answer.ts'
import { isObject, numberOf } from '../read-json.ts'
import { aboutFiles, type FilesCall } from './files-call.ts'
import { bodyText } from '../body-text.ts'

/**
 * Sends what changes files, and reads whether it did. LabKey says why it has not, to callers that want JSON, with
 * status 200 and the true status in the body (LabKey 24.11, `DavController.WebdavResponse.sendError`); of a folder of
 * which a part could not be changed, with 207.
 */
export function sendChange(
  { caller }: Pick<FilesCall<object>, 'caller'>,
  call: Call,
): Promise<void> {
  return aboutFiles(async () => {
    const { answer, body, report } = await caller.open({ ...call, accept: 'application/json' })
    const parsed = parseAnswer(await bodyText(body))
    const failure = parsed.kind === 'json' ? failureIn(parsed.value) : undefined
    const said =
      parsed.kind === 'json' && isObject(parsed.value) ? parsed.value['status'] : undefined
    const status = (failure && numberOf(said)) ?? answer.status
    if (failure !== undefined || [207, 208].includes(status)) {
      throw await explainFailure(report, ({ answerError }) =>
        answerError(report, { ...answer, status }, failure),
      )
    }
    // What has been done is answered with nothing.
    if (parsed.kind === 'empty') return
    throw await explainFailure(report, ({ decodeError }) => decodeError(report, answer, parsed))
  })
}
