import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathText, type FilePath } from './file-place.ts'

/** A file or folder of this machine, or something else, such as a link, which is left alone. */
export interface LocalEntry {
  /** From the folder that was listed, as `/raw/plate7.csv`. */
  readonly path: string
  readonly names: FilePath
  readonly type: 'file' | 'folder' | 'other'
  readonly size: number
  readonly modified: Date
}

/**
 * Lists a folder and what is below it, each folder before what it holds, links not followed. Names that begin with a
 * dot are left out, as LabKey leaves them out of its lists.
 */
export async function listLocal(folder: string): Promise<readonly LocalEntry[]> {
  const entries: LocalEntry[] = []
  await addEntries(folder, [], entries)
  return entries
}

async function addEntries(folder: string, above: FilePath, to: LocalEntry[]): Promise<void> {
  const found = await readdir(join(folder, ...above))
  for (const name of found.filter((one) => !one.startsWith('.')).toSorted()) {
    const names = [...above, name]
    const stats = await lstat(join(folder, ...names))
    const type = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other'
    to.push({ path: pathText(names), names, type, size: stats.size, modified: stats.mtime })
    if (type === 'folder') await addEntries(folder, names, to)
  }
}

/** The MD5 of a file's bytes, in hexadecimal digits. */
export async function md5Of(file: string): Promise<string> {
  const hash = createHash('md5')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}

/** Says why a file of this name cannot be on this machine, as the end of a sentence; `undefined`: it can. */
export function localNameProblem(name: string): string | undefined {
  if (process.platform !== 'win32') return undefined
  // "Naming Files, Paths, and Namespaces" of Windows.
  const isOdd = /[<>:"|?*]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name)
  return isOdd ? 'is no name for a file on Windows' : undefined
}
