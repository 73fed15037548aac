import { brotliDecompress, unzip } from 'node:zlib'
import type { Exchange } from './exchange.ts'
import { isWithoutBody, unpackChunkBytes } from './unpack.ts'
import { WireFailure, wireFailure } from './wire-failure.ts'

/**
 * Reads a whole body as UTF-8, unpacked.
 *
 * @param maxBytes the most, packed and unpacked
 */
export function readText(exchange: Exchange, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const { incoming } = exchange
    const chunks: Buffer[] = []
    let size = 0
    const fail = (error?: unknown) => {
      exchange.settle()
      reject(exchange.failure(error))
    }
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) exchange.end('too large')
      else chunks.push(chunk)
    })
    incoming.on('end', () => {
      if (!incoming.complete) return fail()
      exchange.settle()
      const [only] = chunks
      const bytes = chunks.length === 1 && only ? only : Buffer.concat(chunks, size)
      const encoding = incoming.headers['content-encoding']
      if (encoding === undefined || size === 0 || isWithoutBody(incoming)) {
        resolve(bytes.toString('utf8'))
      } else {
        unpackAll(bytes, encoding, maxBytes).then(
          (unpacked) => resolve(unpacked.toString()),
          reject,
        )
      }
    })
    incoming.on('error', fail)
  })
}

function unpackAll(bytes: Buffer, encoding: string, maxOutputLength: number): Promise<Buffer> {
  const options = { maxOutputLength, chunkSize: unpackChunkBytes }
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
