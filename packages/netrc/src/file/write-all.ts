import type { Ports } from './ports.ts'
import { wait, type Sequence } from './sequence.ts'

// A write that runs into a full disk reports the bytes that fitted, and only the next one fails.
export function* writeAll({ fs }: Ports, handle: number, bytes: Uint8Array): Sequence<void> {
  for (let at = 0; at < bytes.length;) {
    const written = yield* wait(fs.write(handle, bytes, at))
    if (written === 0) throw new Error('the disk takes no more bytes')
    at += written
  }
}
