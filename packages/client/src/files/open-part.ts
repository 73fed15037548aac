import type { ByteStream, Entity } from '../call.ts'
import { explainFailure } from '../explain-failure.ts'
import { isLabKeyError } from '../labkey-error.ts'
import type { Opened } from '../perform.ts'
import type { Report } from '../report.ts'
import { aboutFiles, type FilesCall } from './files-call.ts'

/** Which bytes: the last one is meant, too. */
export interface Range {
  readonly from: number
  /** Default: the last of the file. */
  readonly to?: number
}

/** A file, or a part of it, whose bytes have yet to be read. */
export interface Part {
  readonly body: ByteStream
  /** The first byte; 0 although another was asked for when the file is not the one of the tag any more. */
  readonly from: number
  /** The server took no notice of the range, or for another file. */
  readonly isWhole: boolean
  /** Of the whole file, where the server says it. */
  readonly size: number | undefined
  readonly head: Entity & { readonly contentType: string | undefined }
  readonly report: Report
}

/**
 * Opens a part of a file: LabKey 24.11, `DavController.serveResource` and `parseRange`. LabKey compares the tag of
 * `If-Range` letter by letter, weak as it is, and answers with the whole file when it is another.
 *
 * @param etag of what is there already
 * @throws {LabKeyError} that of a download; `ERR_LABKEY_DECODE` for a part that was not asked for
 */
export async function openPart(
  call: Pick<FilesCall<object>, 'caller' | 'at' | 'place'>,
  { from, to }: Range,
  etag?: string,
): Promise<Part> {
  // Without a range, LabKey often tells no length. Packed, a range would be one of what is packed.
  const open = (range: Readonly<Record<string, string>>) =>
    aboutFiles(() => {
      const headers = { 'Accept-Encoding': 'identity', ...range }
      return call.caller.open(call.at(call.place.path, { headers, accept: '*/*' }))
    })
  let opened: Opened
  try {
    opened = await open({
      Range: `bytes=${from}-${to ?? ''}`,
      ...(etag !== undefined && { 'If-Range': etag }),
    })
  } catch (error) {
    // An empty file has no first byte (RFC 9110, 15.5.17).
    if (from > 0 || !isLabKeyError(error) || error.status !== 416) throw error
    opened = await open({})
  }
  const { answer, body, report } = opened
  const { entity, contentType } = answer
  const head = { ...entity, contentType }
  if (answer.status !== 206) {
    const isPlain = (entity.contentEncoding ?? 'identity') === 'identity'
    const size = isPlain ? entity.contentLength : undefined
    return { body, from: 0, isWhole: true, size, head, report }
  }
  const [, first, last, whole] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(entity.contentRange ?? '') ?? []
  const size = Number(whole)
  const end = Math.min(to ?? Infinity, size - 1)
  const isAsked = Number(first) === from && Number(last) >= from && Number(last) <= end
  if (!isAsked || (entity.contentEncoding ?? 'identity') !== 'identity') {
    body.cancel()
    throw await explainFailure(report, ({ decodeError }) =>
      decodeError(report, answer, { kind: 'text' }),
    )
  }
  return { body, from, isWhole: false, size, head, report }
}
