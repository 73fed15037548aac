import type { IncomingMessage } from 'node:http'
import { createBrotliDecompress, createUnzip } from 'node:zlib'
import type { Transform } from 'node:stream'

/** What `Accept-Encoding` asks for; everything of it can be unpacked. */
export const acceptedEncodings = 'gzip, deflate, br'

/** Node's own 16 KiB cost a round through the thread pool each. */
export const unpackChunkBytes: number = 256 * 1024

/** Says whether an answer has no body, whatever its headers speak of (RFC 9110 6.4.1). */
export function isWithoutBody({ statusCode }: IncomingMessage): boolean {
  return statusCode === 204 || statusCode === 304
}

/** Makes the stream that unpacks an encoding: `'none'` when there is nothing to unpack. */
export function createUnpacker(encoding: string | undefined): Transform | 'none' | 'unknown' {
  switch (encoding?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return 'none'
    case 'gzip':
    case 'x-gzip':
    case 'deflate':
      return createUnzip({ chunkSize: unpackChunkBytes })
    case 'br':
      return createBrotliDecompress({ chunkSize: unpackChunkBytes })
    default:
      return 'unknown'
  }
}
