import { Buffer } from 'node:buffer'

import { RefusedError } from './failures.ts'

/** The largest body of an ordinary request, in bytes. */
export const maxBodyBytes: number = 1024 * 1024

/** The largest body of a request that brings rows or files, in bytes. */
export const maxUploadBytes: number = 64 * 1024 * 1024

/**
 * Returns the body of a request.
 *
 * @throws {RefusedError} 413 if it is larger than `maxBytes`, told by its length or not.
 */
export async function readBody(request: Request, maxBytes: number = maxBodyBytes): Promise<Buffer> {
  if (Number(request.headers.get('Content-Length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  if (request.body === null) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks)
    bytes += value.byteLength
    if (bytes > maxBytes) {
      await reader.cancel()
      throw tooLarge(maxBytes)
    }
    chunks.push(value)
  }
}

function tooLarge(maxBytes: number): RefusedError {
  return new RefusedError(413, `The request body is larger than ${maxBytes} bytes.`, {
    headers: { Connection: 'close' },
  })
}
