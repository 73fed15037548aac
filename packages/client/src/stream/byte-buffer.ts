const smallest = 65_536

/** Bytes that came but are not used up yet, in one piece; used ones make room for new ones. */
export interface ByteBuffer {
  readonly length: number
  /** A view of all of them; valid until the next change. */
  readonly bytes: Buffer
  append(chunk: Uint8Array): void
  /** Forgets the first `count` bytes. */
  drop(count: number): void
}

/** Makes an empty buffer. It grows by doubling, so that appending costs the same per byte always. */
export function createByteBuffer(): ByteBuffer {
  let store = Buffer.allocUnsafeSlow(smallest)
  let start = 0
  let end = 0
  return {
    get length() {
      return end - start
    },
    get bytes() {
      return store.subarray(start, end)
    },
    append(chunk) {
      if (end + chunk.length > store.length) {
        const length = end - start
        // In place only while at least half is free: else bytes would be moved again and again.
        const fits = (length + chunk.length) * 2 <= store.length
        const next = fits
          ? store
          : Buffer.allocUnsafeSlow(Math.max(smallest, (length + chunk.length) * 2))
        store.copy(next, 0, start, end)
        store = next
        start = 0
        end = length
      }
      store.set(chunk, end)
      end += chunk.length
    },
    drop(count) {
      start += count
      if (start === end) start = end = 0
    },
  }
}
