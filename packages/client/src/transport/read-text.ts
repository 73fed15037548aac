import type { Exchange } from './exchange.ts'

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
      if (encoding === undefined || size === 0 || exchange.isWithoutBody) {
        resolve(bytes.toString('utf8'))
      } else {
        import('./unpack.ts')
          .then(async ({ unpackAll }) => unpackAll(bytes, encoding, maxBytes))
          .then((unpacked) => resolve(unpacked.toString()), reject)
      }
    })
    incoming.on('error', fail)
  })
}
