import { readCallOptions } from './call-options.ts'
import type { OptionReader } from './check-options.ts'
import { explainFailure } from './explain-failure.ts'
import type { LabKeyError } from './labkey-error.ts'
import type { Caller } from './query/ask-query.ts'
import { isObject, type Json } from './read-json.ts'
import { completeCall, type CallParts } from './request.ts'

/** The answer to a question, an object, and the error for those who find another one in it. */
export interface JsonAnswer {
  readonly value: Json
  readonly unreadable: () => Promise<LabKeyError>
}

/** Calls an action whose answer is a JSON object. */
export async function askAction(
  { client, perform }: Caller,
  read: OptionReader,
  parts: Omit<CallParts, 'container' | 'timeoutMs' | 'signal'>,
): Promise<JsonAnswer> {
  const call = completeCall(client, { ...readCallOptions(read, client), ...parts })
  const { value, answer, report } = await perform(call)
  const unreadable = () =>
    explainFailure(report, ({ decodeError }) =>
      decodeError(report, answer, { kind: 'json', value }),
    )
  if (!isObject(value)) throw await unreadable()
  return { value, unreadable }
}
