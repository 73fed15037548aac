import { Buffer } from 'node:buffer'

/** Texts in the order they came, outside the heap: a long log would make every collection slower. */
export interface RecordLog {
  readonly push: (text: string) => void
  readonly size: () => number
  /** Lets go of the oldest. */
  readonly drop: (count: number) => void
  /** Returns a text by its place, 0 the oldest. */
  readonly at: (place: number) => string
}

const segmentBytes = 1024 * 1024

interface Segment {
  readonly bytes: Buffer
  /** Where each text ends. */
  readonly ends: number[]
}

/** Returns an empty log. Segments of a mebibyte are let go of once all of their texts are. */
export function createRecordLog(): RecordLog {
  let segments: Segment[] = []
  let dropped = 0
  let size = 0

  return {
    push: (text) => {
      const last = segments.at(-1)
      const start = last?.ends.at(-1) ?? 0
      // A UTF-16 unit takes at most three bytes.
      const most = text.length * 3
      const segment =
        last !== undefined && start + most <= last.bytes.length ? last : newSegment(most)
      const begin = segment === last ? start : 0
      segment.ends.push(begin + segment.bytes.write(text, begin, 'utf8'))
      size += 1
    },
    size: () => size - dropped,
    drop: (count) => {
      dropped += count
      for (let first = segments[0]; first && first.ends.length <= dropped; first = segments[0]) {
        dropped -= first.ends.length
        size -= first.ends.length
        segments = segments.slice(1)
      }
    },
    at: (place) => {
      let index = place + dropped
      for (const { bytes, ends } of segments) {
        if (index < ends.length) return bytes.toString('utf8', ends[index - 1] ?? 0, ends[index])
        index -= ends.length
      }
      throw new RangeError(`There is no record ${place}`)
    },
  }

  function newSegment(most: number): Segment {
    const segment = { bytes: Buffer.allocUnsafe(Math.max(segmentBytes, most)), ends: [] }
    segments.push(segment)
    return segment
  }
}
