import { Buffer } from 'node:buffer'

import { ActionError, RefusedError, actionErrorBody } from '../http/failures.ts'
import { bytesStreamResponse } from '../http/responses.ts'
import { buildResponse } from '../http/text-response.ts'
import type { Action } from './action.ts'

/** LabKey's pace: "one space roughly every 2 s while the SQL runs" (contract 0.5). */
const blankEveryMs = 2000

/**
 * Returns an action that sends a blank every two seconds as long as its answer is not there.
 *
 * With the first blank the status is 200; what fails after it is told by `exception` in the body. The
 * access is still recorded before any data: a blank is none.
 */
export function withLeadingBlanks(action: Action): Action {
  return {
    ...action,
    handle: async (call) => {
      const inner = { ...call, trail: { isRecorded: false } }
      const work = Promise.resolve(action.handle(inner))
      if (await isDoneIn(work, blankEveryMs)) {
        call.trail.isRecorded = inner.trail.isRecorded
        return work
      }
      // What takes long is an access, which its action records itself.
      call.trail.isRecorded = true
      return bytesStreamResponse('application/json;charset=utf-8', blanksAndBody(work))
    },
  }
}

async function* blanksAndBody(
  work: Promise<Response>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const blank = Buffer.from(' ')
  do yield blank
  while (!(await isDoneIn(work, blankEveryMs)))
  yield* await bodyOf(work)
}

async function bodyOf(
  work: Promise<Response>,
): Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>> {
  try {
    const response = await work
    return buildResponse(response).body ?? []
  } catch (error) {
    return [Buffer.from(JSON.stringify(failureOf(error), null, 2))]
  }
}

function failureOf(error: unknown): object {
  if (error instanceof ActionError) return actionErrorBody(error)
  if (error instanceof RefusedError) return { success: false, exception: error.message }
  // Nobody is left to be told by a status, so the connection ends in the middle of the answer.
  throw error
}

function isDoneIn(work: Promise<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, false)
    const settle = (): void => {
      clearTimeout(timer)
      resolve(true)
    }
    work.then(settle, settle)
  })
}
