import type { ByteStream } from '../call.ts'
import { present } from '../read-json.ts'
import type { Download, DownloadOptions } from './download.ts'
import { dateOf } from './file-entry.ts'
import { pathText } from './file-place.ts'
import type { FilesCall, PathOptions } from './files-call.ts'
import { openPart } from './open-part.ts'
import { partBytes, readInParallel, readPart } from './read-parts.ts'

/** Opens a file for reading; its options are checked. */
export async function openDownload(
  call: Pick<FilesCall<object>, 'caller' | 'at' | 'place'>,
  { offset = 0, etag, connections = 1 }: Omit<DownloadOptions, keyof PathOptions>,
): Promise<Download> {
  const range = { from: offset, ...(connections > 1 && { to: offset + partBytes - 1 }) }
  let first = await openPart(call, range, etag)
  const { size, isWhole } = first
  const isParallel = connections > 1 && !isWhole
  let bytes: AsyncGenerator<Uint8Array, undefined>
  if (isParallel && size !== undefined && first.head.etag !== undefined) {
    bytes = readInParallel(call, { ...first, size }, connections)
  } else {
    if (isParallel) {
      // Parts of a file without a tag could be those of two files.
      first.body.cancel()
      first = await openPart(call, { from: offset }, etag)
    }
    bytes = readPart(call, first)
  }
  const { head, from } = first
  return {
    body: streamOf(bytes, first.body),
    path: pathText(call.place.path),
    from,
    ...present({
      size: first.size,
      etag: head.etag,
      modified: dateOf(head.lastModified),
      contentType: head.contentType,
    }),
  }
}

function streamOf(bytes: AsyncGenerator<Uint8Array, undefined>, first: ByteStream): ByteStream {
  let isBegun = false
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next() {
      isBegun = true
      return bytes.next()
    },
    async return() {
      // A generator that has not begun has nothing to leave.
      if (!isBegun) first.cancel()
      await bytes.return(undefined)
      return { done: true, value: undefined }
    },
    cancel() {
      first.cancel()
      void bytes.return(undefined).catch(() => undefined)
    },
  }
}
