import { brotliDecompress, createBrotliDecompress, createUnzip, unzip } from 'node:zlib'
import type { Transform } from 'node:stream'
import { WireFailure, wireFailure } from './wire-failure.ts'

/** Node's own 16 KiB cost a round through the thread pool each. */
const chunkSize: number = 256 * 1024

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
      return createUnzip({ chunkSize })
    case 'br':
      return createBrotliDecompress({ chunkSize })
    default:
      return 'unknown'
  }
}

/**
 * Unpacks a whole body.
 *
 * @throws {WireFailure} `malformed`, or `too large` for more than `maxOutputLength` bytes
 */
export function unpackAll(
  bytes: Buffer,
  encoding: string,
  maxOutputLength: number,
): Promise<Buffer> {
  const options = { maxOutputLength, chunkSize }
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, unpacked: Buffer) => {
      if (error === null) resolve(unpacked)
      else reject(wireFailure(error))
    }
    switch (encoding.trim().toLowerCase()) {
      case 'gzip':
      case 'x-gzip':
      case 'deflate':
        unzip(bytes, options, done)
        return
      case 'br':
        brotliDecompress(bytes, options, done)
        return
      case 'identity':
        resolve(bytes)
        return
      default:
        reject(new WireFailure('malformed'))
    }
  })
}
