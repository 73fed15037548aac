// `request` and `open` of a client: any action, by its name.
import type { Caller } from './query/ask-query.ts'
import { buildCall, type RequestOptions } from './request.ts'
import { streamedAnswer, type StreamedAnswer } from './streamed-answer.ts'

/** Calls an action and gives its JSON; `undefined` for a 204. */
export async function request<Answer>(
  options: RequestOptions,
  { client, perform }: Caller,
): Promise<Answer> {
  const { value } = await perform(buildCall(options, client, 'request'))
  // The caller says what the action answers; the wire cannot.
  return value as Answer
}

/** Calls an action and gives the bytes of its answer as they arrive. */
export async function open(options: RequestOptions, caller: Caller): Promise<StreamedAnswer> {
  const { answer, body } = await caller.open(buildCall(options, caller.client, 'open'))
  return streamedAnswer(answer, body)
}
