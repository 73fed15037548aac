import { createHash } from 'node:crypto'
import type { Body } from '../call.ts'
import type { FilePart } from '../multipart.ts'
import { conflict } from './conflict.ts'
import { pathText } from './file-place.ts'
import { withParams, type FilesCall, type PathOptions } from './files-call.ts'
import { md5SumOf } from './md5-sum.ts'
import { sendChange } from './send-change.ts'
import type { UploadedFile, UploadOptions } from './upload.ts'

/** Writes a file; its options are checked. */
export async function sendFile(
  call: Pick<FilesCall<object>, 'caller' | 'at' | 'place' | 'sendTimeoutMs'>,
  what: Omit<UploadOptions, keyof PathOptions>,
): Promise<UploadedFile> {
  const { content, overwrite = false, verify = true, modified, description, onProgress } = what
  const { path } = call.place
  const hash = createHash('md5')
  let size = 0
  const note = (chunk: Uint8Array | string) => {
    hash.update(chunk)
    size += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length
    onProgress?.({ bytes: size })
  }
  // What is sent once is noted as it goes; what may be sent again is noted here.
  if (typeof content === 'string' || content instanceof Uint8Array) note(content)
  const put = call.at(path, {
    method: 'PUT',
    body: bodyOf(content, note),
    contentType: 'application/octet-stream',
    timeoutMs: call.sendTimeoutMs,
    headers: {
      Overwrite: overwrite ? 'T' : 'F',
      ...(modified && { 'X-LABKEY-Last-Modified': String(modified.getTime()) }),
    },
  })
  await sendChange(call, description ? withParams(put, { description }) : put)
  const md5 = hash.digest('hex')
  const verified = verify && (await isThere(call, md5))
  return { path: pathText(path), size, md5, verified }
}

/**
 * Says whether the server has a file of an MD5; false where it makes none.
 *
 * @throws {LabKeyConflictError} for another MD5
 */
export async function isThere(
  call: Pick<FilesCall<object>, 'caller' | 'at' | 'place'>,
  md5: string,
): Promise<boolean> {
  const { md5: there, report } = await md5SumOf(call, call.place.path)
  if (there === undefined || there === md5) return there === md5
  throw conflict(
    report,
    'The file on the server has other bytes than those that were transferred',
    'transfer it again, with overwrite: true; somebody else may have written it meanwhile',
  )
}

function bodyOf(content: FilePart['content'], note: (chunk: Uint8Array | string) => void): Body {
  if (typeof content === 'string' || content instanceof Uint8Array) return content
  return noted(content instanceof Blob ? content.stream() : content, note)
}

async function* noted(
  chunks: AsyncIterable<Uint8Array | string>,
  note: (chunk: Uint8Array | string) => void,
): AsyncGenerator<Uint8Array | string, undefined> {
  for await (const chunk of chunks) {
    note(chunk)
    yield chunk
  }
}
