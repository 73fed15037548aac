import type { LabKeyClient } from '../create-client.ts'
import { NotFound, readFound } from '../found.ts'
import { entryOf, type FileEntry } from './file-entry.ts'
import { nameProblem, parseFilePath, type FilePath } from './file-place.ts'
import { aboutFiles, filesCall, readAnswer, withParams } from './files-call.ts'
import type { FilesCall, FilesOptions } from './files-call.ts'
import { statAt } from './stat.ts'

/** Which folder, and how deep. */
export interface ListFilesOptions extends FilesOptions {
  /** As `raw/2024`. Default: the root. */
  readonly path?: string
  /** Whether to list what is in its folders, too: a request for each of them. Default: false. */
  readonly recursive?: boolean
}

// No file system has paths of so many names; a server that goes on for ever must come to an end.
const mostLevels = 256

/** `?method=JSON`: LabKey 24.11, `DavController.JsonAction` ("depth > 1 NYI"); Rlabkey 3.4.1, `labkey.webdav.listDir`. */
export async function list(
  labkey: LabKeyClient,
  options?: ListFilesOptions,
): Promise<readonly FileEntry[]> {
  const call = filesCall(labkey, options, {
    name: 'files.list',
    takes: { path: 'text', root: 'text', recursive: 'flag' },
    get: 'webdav-list',
  })
  const entries = await listFolder(call, call.place.path)
  if (entries === 'file') return [await statAt(call)]
  if (call.values.recursive !== true) return entries
  const found: FileEntry[] = []
  for await (const entry of descend(call, entries, mostLevels)) found.push(entry)
  return found
}

/** Gives entries of a folder and what is below them, each folder before what it holds. */
export async function* descend(
  call: Pick<FilesCall<object>, 'caller' | 'at'>,
  entries: readonly FileEntry[],
  levels: number = mostLevels,
): AsyncGenerator<FileEntry, undefined> {
  for (const entry of entries) {
    yield entry
    // LabKey would take an odd name for that of another folder.
    if (entry.type === 'file' || levels <= 1 || nameProblem(entry.name) !== undefined) continue
    const inside = await listFolder(call, parseFilePath(entry.path, 'files.list: a name'))
    if (inside !== 'file') yield* descend(call, inside, levels - 1)
  }
}

/** Lists one folder; LabKey leaves out what begins with a dot. */
export async function listFolder(
  { caller, at }: Pick<FilesCall<object>, 'caller' | 'at'>,
  path: FilePath,
): Promise<readonly FileEntry[] | 'file'> {
  const call = withParams(at(path, { action: 'webdav-list', accept: '*/*' }), { method: 'JSON' })
  const performed = await aboutFiles(() => caller.perform(call))
  return readAnswer(performed, (value) => {
    const { json, objects } = readFound(value)
    const files = objects('files')
    // Only what is in folders is counted (contract 5.6); Rlabkey tells them by it, too.
    if (json['fileCount'] === undefined) return 'file'
    const entries = files.map((file) => entryOf(file, path))
    if (new Set(entries.map(({ name }) => name)).size < entries.length) throw new NotFound('text')
    return entries
  })
}
