import { setTimeout as sleep } from 'node:timers/promises'

import { jsonResponse } from '../http/responses.ts'
import { buildResponse } from '../http/text-response.ts'
import { ConnectionDroppedError } from './connection-dropped-error.ts'
import { deliver } from './delivery.ts'
import type { BlanksFault, CutFault, SlowFault } from './fault-rule.ts'
import type { Hit } from './faults.ts'

type Answer = () => Response | Promise<Response>

/**
 * Answers a request that a fault hits.
 *
 * @throws {ConnectionDroppedError} if there is no answer.
 */
export async function applyFault(
  { rule }: Hit,
  signal: AbortSignal,
  answer: Answer,
): Promise<Response> {
  if (rule.delayMs !== undefined && rule.delayMs > 0) await wait(rule.delayMs, signal)
  if ('status' in rule) {
    const { status, message = 'Injected fault', headers = {} } = rule
    return jsonResponse({ success: false, exception: message }, { status, headers })
  }
  if ('exceptionUnder200' in rule) {
    const exception = rule.exceptionUnder200
    const exceptionClass = 'java.lang.RuntimeException'
    return jsonResponse({ exception, exceptionClass, stackTrace: [], success: false })
  }
  if ('drop' in rule) {
    if (rule.drop === 'answer') await answer()
    throw new ConnectionDroppedError()
  }
  const response = buildResponse(await answer())
  if (response.body === null) return response
  if ('cutBody' in rule) return cut(response, rule)
  if ('leadingBlanks' in rule) return blanks(response, rule)
  if ('slowBytes' in rule) return slow(response, rule)
  return response
}

async function cut(response: Response, { cutBody }: CutFault): Promise<Response> {
  const body = await bytesOf(response)
  const headers = new Headers(response.headers)
  headers.set('Content-Length', String(body.length))
  const isCut = cutBody < body.length
  return deliver({
    status: response.status,
    headers,
    pieces: [[0, body.subarray(0, cutBody)]],
    isCut,
  })
}

async function blanks(
  response: Response,
  { leadingBlanks, blankEveryMs = 0 }: BlanksFault,
): Promise<Response> {
  const body = await bytesOf(response)
  const blank = new Uint8Array([0x20])
  const pieces = Array.from({ length: leadingBlanks }, () => [blankEveryMs, blank] as const)
  const headers = withoutLength(response)
  return deliver({ status: 200, headers, pieces: [...pieces, [0, body]], isCut: false })
}

async function slow(response: Response, { slowBytes }: SlowFault): Promise<Response> {
  const body = await bytesOf(response)
  const { bytes, everyMs } = slowBytes
  const pieces = Array.from(
    { length: Math.ceil(body.length / bytes) },
    (_, index) => [everyMs, body.subarray(index * bytes, (index + 1) * bytes)] as const,
  )
  return deliver({
    status: response.status,
    headers: withoutLength(response),
    pieces,
    isCut: false,
  })
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer())
}

function withoutLength(response: Response): Headers {
  const headers = new Headers(response.headers)
  headers.delete('Content-Length')
  return headers
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal })
  } catch {
    // The client went away.
    throw new ConnectionDroppedError()
  }
}
