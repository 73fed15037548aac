import { isLabKeyError } from '../labkey-error.ts'
import { LabKeyOptionsError } from '../labkey-options-error.ts'
import { present } from '../read-json.ts'
import type { DownloadedFile, DownloadToOptions } from './download-to.ts'
import type { FileEntry } from './file-entry.ts'
import type { FilesCall } from './files-call.ts'
import { openDownload } from './open-download.ts'
import { findPlace, openPartFile, type PartFile, type Place } from './part-file.ts'
import { isThere } from './send-file.ts'
import { statAt } from './stat.ts'

const where = 'files.downloadTo'

/** Does what `downloadTo` is asked for. */
export async function writeDownload(call: FilesCall<DownloadToOptions>): Promise<DownloadedFile> {
  const { file, overwrite = false } = call.values
  const place = await findPlace(file, overwrite, where)
  const entry = await statAt(call)
  if (entry.type === 'folder') {
    throw new LabKeyOptionsError(`${where}: path is a folder; files.sync reads those`)
  }
  return fetchFile(call, entry, place, call.values)
}

/** Writes a file of the server to a place on this machine. */
export async function fetchFile(
  call: Pick<FilesCall<object>, 'caller' | 'at' | 'place'>,
  entry: FileEntry,
  place: Place,
  options: Pick<DownloadToOptions, 'verify' | 'connections' | 'onProgress'>,
): Promise<DownloadedFile> {
  const { etag, path } = entry
  let part = await openPartFile(place, `${call.at(call.place.path).url.href} ${etag}`, where)
  try {
    // Without a tag nobody can say whose beginning it is.
    const isOf = etag !== undefined && entry.size !== undefined && part.size <= entry.size
    if (part.size > 0 && !isOf) part = await part.begin()
    const resumedFrom = part.size
    const filled = await fill(call, entry, part, options)
    part = filled.part
    const md5 = part.md5.digest('hex')
    const verified = options.verify !== false && (await isThere(call, md5))
    await part.keep(filled.modified)
    const { size } = filled
    const isResumed = filled.from === resumedFrom
    return { path, file: place.path, size, md5, verified, resumedFrom: isResumed ? resumedFrom : 0 }
  } catch (error) {
    // What came is worth going on with, unless it is wrong.
    await part.close({ isWrong: isLabKeyError(error, 'ERR_LABKEY_CONFLICT') })
    throw error
  }
}

interface Filled {
  readonly part: PartFile
  readonly from: number
  readonly size: number
  readonly modified: Date | undefined
}

async function fill(
  call: Pick<FilesCall<object>, 'caller' | 'at' | 'place'>,
  entry: FileEntry,
  before: PartFile,
  { connections, onProgress }: Pick<DownloadToOptions, 'connections' | 'onProgress'>,
): Promise<Filled> {
  const offset = before.size
  if (offset > 0 && offset === entry.size) {
    return { part: before, from: offset, size: offset, modified: entry.modified }
  }
  const { body, from, size, modified } = await openDownload(call, {
    offset,
    ...present({ etag: entry.etag, connections }),
  })
  const part = from === offset ? before : await before.begin()
  let bytes = from
  for await (const chunk of body) {
    await part.write(chunk)
    bytes += chunk.length
    onProgress?.({ bytes, ...present({ size }) })
  }
  return { part, from, size: bytes, modified }
}
