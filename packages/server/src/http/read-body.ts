import { Buffer } from 'node:buffer'

import { RefusedError } from './failures.ts'

/** The largest body that is read, in bytes. */
export const maxBodyBytes: number = 1024 * 1024

/**
 * Returns the body of a request as text; invalid UTF-8 becomes replacement characters.
 *
 * @throws {RefusedError} 413 if it is larger than {@link maxBodyBytes}, told by its length or not.
 */
export async function readBody(request: Request): Promise<string> {
  if (Number(request.headers.get('Content-Length') ?? 0) > maxBodyBytes) throw tooLarge()
  if (request.body === null) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks).toString('utf8')
    bytes += value.byteLength
    if (bytes > maxBodyBytes) {
      await reader.cancel()
      throw tooLarge()
    }
    chunks.push(value)
  }
}

function tooLarge(): RefusedError {
  return new RefusedError(413, `The request body is larger than ${maxBodyBytes} bytes.`, {
    headers: { Connection: 'close' },
  })
}
