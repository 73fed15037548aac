import { Buffer } from 'node:buffer'
import { hash, randomBytes } from 'node:crypto'

/** Computes a keyed hash of a text. */
export type KeyedHash = (text: string, encoding: 'hex' | 'base64url') => string

const blockBytes = 64
const digestBytes = 32

/**
 * Returns HMAC-SHA-256 (RFC 2104) of UTF-8 text under one key, by default a key made now and known to
 * nobody else.
 *
 *   SHA-256(key ^ opad || SHA-256(key ^ ipad || text))
 *
 * Both pads are prepared once. Two calls of `hash()` take a third of the time of one `createHmac()`, and
 * leave no native object behind for each request.
 */
export function createKeyedHash(key: Uint8Array = randomBytes(blockBytes)): KeyedHash {
  if (key.length > blockBytes) throw new RangeError(`A key has at most ${blockBytes} bytes`)
  const inner = Buffer.alloc(4096, 0x36)
  const outer = Buffer.alloc(blockBytes + digestBytes, 0x5c)
  // Views of `inner` by length: to make one takes as long as the hash.
  const views: (Buffer | undefined)[] = Array.from({ length: inner.length + 1 })
  for (const [at, byte] of key.entries()) {
    inner[at] = byte ^ 0x36
    outer[at] = byte ^ 0x5c
  }
  return (text, encoding) => {
    outer.write(hash('sha256', innerBlock(text), 'binary'), blockBytes, 'latin1')
    return hash('sha256', outer, encoding)
  }

  function innerBlock(text: string): Buffer {
    // A UTF-16 unit takes at most three bytes.
    if (text.length * 3 > inner.length - blockBytes) {
      return Buffer.concat([inner.subarray(0, blockBytes), Buffer.from(text)])
    }
    const length = blockBytes + inner.write(text, blockBytes)
    return (views[length] ??= inner.subarray(0, length))
  }
}
