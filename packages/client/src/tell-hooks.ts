import type { Answer, AnswerHead, Call, NoAnswer, OpenAnswer } from './call.ts'
import { checkHeaders } from './check-headers.ts'
import type { Hooks, RequestInfo, ResponseInfo } from './hooks.ts'

/** Sends one request between its two hooks. */
export async function tellHooks<Result extends Answer | OpenAnswer>(
  about: {
    readonly hooks: Hooks
    readonly now: () => number
    readonly call: Call
    readonly info: RequestInfo
  },
  send: (call: Call) => Promise<Result | NoAnswer>,
): Promise<Result | NoAnswer> {
  const { hooks, now, call, info } = about
  const added = await hooks.beforeRequest?.(Object.freeze({ ...info }))
  const headers = added && { ...call.headers, ...checkHeaders(added, 'beforeRequest') }
  const startedAt = now()
  const answer = await send(headers ? { ...call, headers } : call)
  await hooks.afterResponse?.(
    Object.freeze({ ...info, ...outcomeOf(answer), durationMs: Math.max(0, now() - startedAt) }),
  )
  return answer
}

function outcomeOf(
  answer: AnswerHead | NoAnswer,
): Pick<ResponseInfo, 'status' | 'failure' | 'requestId' | 'release'> {
  if (answer.kind !== 'answer') return { failure: answer.systemCode ?? answer.kind }
  const { status, requestId, release } = answer
  return {
    status,
    ...(requestId !== undefined && { requestId }),
    ...(release !== undefined && { release }),
  }
}
