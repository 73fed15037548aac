import { pipeline, type Readable } from 'node:stream'
import type { AnswerHead, ByteStream, OpenAnswer } from '../call.ts'
import type { Exchange } from './exchange.ts'
import { createUnpacker } from './unpack.ts'
import { WireFailure } from './wire-failure.ts'

/** Makes an answer of its head and a stream of its body. */
export function openAnswer(
  exchange: Exchange,
  head: AnswerHead,
  idleTimeoutMs: number,
): OpenAnswer {
  const { headers } = exchange.incoming
  const length = headers['content-length']
  return {
    ...head,
    body: openByteStream(exchange, idleTimeoutMs),
    entity: {
      etag: headers.etag,
      lastModified: headers['last-modified'],
      contentRange: headers['content-range'],
      contentEncoding: headers['content-encoding'],
      contentLength: length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined,
    },
  }
}

/**
 * Makes the stream of an answer's unpacked bytes, of any length. A silence is only counted while
 * somebody waits for bytes: a slow reader is in his right.
 *
 * @throws {WireFailure} from `next()`, for a body that breaks off, stalls or cannot be unpacked
 */
function openByteStream(exchange: Exchange, idleTimeoutMs: number): ByteStream {
  exchange.headIsEnough()
  const { incoming } = exchange
  const readable = unpacked(exchange)
  const iterator: AsyncIterator<Uint8Array> = readable.iterator({ destroyOnReturn: true })
  let isOver = false

  const finish = (): IteratorReturnResult<undefined> => {
    isOver = true
    exchange.settle()
    return { done: true, value: undefined }
  }
  const close = async () => {
    if (isOver) return finish()
    finish()
    incoming.destroy()
    await iterator.return?.()
    return finish()
  }
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      if (isOver) return finish()
      const timer = setTimeout(() => exchange.end('idle'), idleTimeoutMs)
      try {
        const { done, value } = await iterator.next()
        if (done !== true) return { done: false, value }
        if (!incoming.complete) throw exchange.failure()
        return finish()
      } catch (error) {
        finish()
        throw exchange.failure(error)
      } finally {
        clearTimeout(timer)
      }
    },
    return: close,
    cancel() {
      void close()
    },
  }
}

function unpacked(exchange: Exchange): Readable {
  const { incoming } = exchange
  const encoding = exchange.isWithoutBody ? undefined : incoming.headers['content-encoding']
  const unpacker = createUnpacker(encoding)
  if (unpacker === 'none') return incoming
  if (unpacker === 'unknown') {
    exchange.settle()
    incoming.destroy()
    throw new WireFailure('malformed')
  }
  // Both ends hear of the other's failure; what it was comes out of the unpacker.
  return pipeline(incoming, unpacker, () => undefined)
}
