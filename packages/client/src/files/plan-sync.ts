import { join } from 'node:path'
import { nameProblem, parseFilePath } from './file-place.ts'
import type { FileEntry } from './file-entry.ts'
import { localNameProblem, md5Of, type LocalEntry } from './local-files.ts'

/** One thing that a sync does, or, for `skip`, that it leaves to a person. */
export interface SyncStep {
  readonly does: 'createDirectory' | 'upload' | 'download' | 'delete' | 'skip'
  /** From the folder that is synced, as `/raw/plate7.csv`: the same on both sides. */
  readonly path: string
  /** Of a file that is transferred, in bytes. */
  readonly size?: number
  /** Why it is skipped. */
  readonly why?: string
}

/** What is on both sides of a sync, by path. */
export interface Sides {
  readonly local: readonly LocalEntry[]
  /** Paths from the folder that is synced. */
  readonly remote: readonly FileEntry[]
}

/** How a sync decides. */
export interface Decisions {
  readonly direction: 'upload' | 'download'
  /** Whether what is not at the source goes. */
  readonly isDeleting: boolean
  /** Whether equal size and date are not enough to be the same. */
  readonly isThorough: boolean
  /** Whether two files of one size have the same bytes. */
  readonly isSame: (path: string) => Promise<boolean>
}

/** The steps of a sync, in the order in which they can be done, and how many files need none. */
export interface Plan {
  readonly steps: readonly SyncStep[]
  readonly same: number
}

interface Side {
  readonly path: string
  readonly type: 'file' | 'folder' | 'other'
  readonly size?: number
  readonly modified?: Date
}

/** Finds out what has to be done so that one side has what the other has. Changes nothing. */
export async function planSync(sides: Sides, how: Decisions): Promise<Plan> {
  const { direction } = how
  const isUpload = direction === 'upload'
  const [from, to]: readonly [readonly Side[], readonly Side[]] = isUpload
    ? [sides.local, sides.remote]
    : [sides.remote, sides.local]
  const there = new Map(to.map((entry) => [entry.path, entry]))
  const wanted = new Set(from.map(({ path }) => path))
  const skipped: string[] = []
  const steps: SyncStep[] = []
  let same = 0
  const skip = (path: string, why: string) => {
    skipped.push(`${path}/`)
    steps.push({ does: 'skip', path, why })
  }
  for (const entry of from) {
    const { path, type, size = 0 } = entry
    if (skipped.some((above) => path.startsWith(above))) continue
    const other = there.get(path)
    const problem = problemOf(path, isUpload)
    if (type === 'other') skip(path, 'it is neither a file nor a folder')
    else if (problem !== undefined) skip(path, `its name ${problem}`)
    else if (other !== undefined && other.type !== type)
      skip(path, `${inWords(other)} has its place`)
    else if (type === 'folder') {
      if (other === undefined) steps.push({ does: 'createDirectory', path })
    } else if (other !== undefined && (await isUnchanged(entry, other, how))) same++
    else steps.push({ does: direction, path, size })
  }
  return { steps: how.isDeleting ? [...steps, ...deletions(to, wanted, skipped)] : steps, same }
}

/** The uppermost of what is not wanted; what is below goes with it. */
function deletions(
  to: readonly Side[],
  wanted: ReadonlySet<string>,
  skipped: readonly string[],
): readonly SyncStep[] {
  const gone: string[] = []
  for (const { path, type } of to) {
    const isKept = wanted.has(path) || type === 'other' || isBelow(path, [...gone, ...skipped])
    if (!isKept) gone.push(`${path}/`)
  }
  return gone.map((path) => ({ does: 'delete', path: path.slice(0, -1) }))
}

function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(folder))
}

/** Files that were synced have one date, to the second: LabKey's lists have no more. */
async function isUnchanged(from: Side, to: Side, how: Decisions): Promise<boolean> {
  if (from.size !== to.size) return false
  const apartMs = Math.abs((from.modified?.getTime() ?? 0) - (to.modified?.getTime() ?? Infinity))
  return (apartMs < 2000 && !how.isThorough) || how.isSame(from.path)
}

function problemOf(path: string, isUpload: boolean): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return nameProblem(name) ?? (isUpload ? undefined : localNameProblem(name))
}

function inWords({ type }: Side): string {
  return type === 'folder' ? 'a folder' : type === 'file' ? 'a file' : 'a link'
}

/** Compares the bytes of a file here with the MD5 of one there. */
export function sameBytes(
  folder: string,
  sumOf: (path: readonly string[]) => Promise<{ readonly md5: string | undefined }>,
): Decisions['isSame'] {
  return async (path) => {
    const names = parseFilePath(path, 'files.sync: a name')
    const { md5 } = await sumOf(names)
    return md5 !== undefined && md5 === (await md5Of(join(folder, ...names)))
  }
}
