import { createReadStream } from 'node:fs'
import { mkdir, realpath, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isLabKeyError } from '../labkey-error.ts'
import { LabKeyOptionsError } from '../labkey-options-error.ts'
import { createFolder, removeAt } from './change-files.ts'
import { fetchFile } from './fetch-file.ts'
import type { FileEntry } from './file-entry.ts'
import { parseFilePath, pathText, type FilePath } from './file-place.ts'
import { looking, type FilesCall } from './files-call.ts'
import { descend, listFolder } from './list.ts'
import { listLocal } from './local-files.ts'
import { md5SumOf } from './md5-sum.ts'
import { findPlace } from './part-file.ts'
import { planSync, sameBytes, type SyncStep } from './plan-sync.ts'
import { statAt } from './stat.ts'
import { sendFile } from './send-file.ts'
import type { SyncOptions, SyncResult } from './sync.ts'

const where = 'files.sync'

/** Does what `sync` is asked for. */
export async function runSync(call: Call): Promise<SyncResult> {
  const { direction, dryRun = false, checksum = false, delete: isDeleting = false } = call.values
  const isUpload = direction === 'upload'
  const folder = await folderOf(call.values.folder, isUpload)
  const remote = await listRemote(call, isUpload)
  const plan = await planSync(
    { local: folder === undefined ? [] : await listLocal(folder), remote: remote ?? [] },
    {
      direction,
      isDeleting,
      isThorough: checksum,
      isSame: sameBytes(folder ?? '', (names) => md5SumOf(call, [...call.place.path, ...names])),
    },
  )
  const { steps, same } = plan
  if (!dryRun) {
    if (isUpload && remote === undefined) await createFolder(call, call.place.path, true)
    await perform(call, steps, new Map(remote?.map((entry) => [entry.path, entry])))
  }
  const sizes = steps.map(({ does, size = 0 }) => (does === 'skip' ? 0 : size))
  return { steps, same, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}

type Call = FilesCall<SyncOptions>

/** `undefined` for one that has yet to be made. */
async function folderOf(folder: string, isUpload: boolean): Promise<string | undefined> {
  const found = await stat(folder).catch((error: unknown) => {
    if (!isUpload && Reflect.get(Object(error), 'code') === 'ENOENT') return undefined
    throw new LabKeyOptionsError(`${where}: folder must be a folder on this machine, to be read`)
  })
  if (found === undefined) return undefined
  if (found.isDirectory()) return realpath(folder)
  throw new LabKeyOptionsError(`${where}: folder must be a folder on this machine, not a file`)
}

/** Everything below the folder, with paths from it; `undefined` for one that has yet to be made. */
async function listRemote(call: Call, isUpload: boolean): Promise<FileEntry[] | undefined> {
  const { path } = call.place
  const read = looking(call)
  const top = await listFolder(read, path).catch((error: unknown) => {
    if (isUpload && isLabKeyError(error, 'ERR_LABKEY_NOT_FOUND')) return undefined
    throw error
  })
  if (top === undefined) return undefined
  if (top === 'file') throw new LabKeyOptionsError(`${where}: path must be a folder`)
  const start = path.length === 0 ? 0 : pathText(path).length
  const entries: FileEntry[] = []
  for await (const entry of descend(read, top)) {
    entries.push({ ...entry, path: entry.path.slice(start) })
  }
  return entries.toSorted(byPath)
}

/** So that equal sides give equal plans, and each folder comes before what it holds. */
function byPath(one: FileEntry, other: FileEntry): number {
  return one.path < other.path ? -1 : 1
}

async function perform(
  call: Call,
  steps: readonly SyncStep[],
  remote: ReadonlyMap<string, FileEntry>,
): Promise<void> {
  const { concurrency = 4, onProgress } = call.values
  let done = 0
  let bytes = 0
  const run = async (step: SyncStep) => {
    await performStep(call, step, remote.get(step.path))
    done++
    if (step.does !== 'skip') bytes += step.size ?? 0
    onProgress?.({ step, done, total: steps.length, bytes })
  }
  const first = steps.filter(({ does }) => does === 'createDirectory' || does === 'skip')
  for (const step of first) await run(step)
  await inTurns(steps.filter(isTransfer), concurrency, run)
  for (const step of steps.filter(({ does }) => does === 'delete')) await run(step)
}

function isTransfer({ does }: SyncStep): boolean {
  return does === 'upload' || does === 'download'
}

/** Runs a few at a time; after a failure no other begins, and those under way come to their ends. */
async function inTurns(
  steps: readonly SyncStep[],
  atATime: number,
  run: (step: SyncStep) => Promise<void>,
): Promise<void> {
  const left = steps.values()
  const failures: unknown[] = []
  const worker = async () => {
    for (const step of left) {
      try {
        if (failures.length === 0) await run(step)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: atATime }, worker))
  if (failures.length > 0) throw failures[0]
}

async function performStep(
  call: Call,
  { does, path }: SyncStep,
  entry: FileEntry | undefined,
): Promise<void> {
  const { folder, direction } = call.values
  if (does === 'skip') return
  const names = parseFilePath(path, `${where}: a name`)
  const remote = [...call.place.path, ...names]
  const local = join(folder, ...names)
  if (does === 'createDirectory') {
    if (direction === 'upload') await createFolder(call, remote, false)
    else await mkdir(local, { recursive: true, mode: 0o700 })
  } else if (does === 'upload') {
    const { mtime: modified } = await stat(local)
    const content = createReadStream(local)
    await sendFile(below(call, remote), { content, modified, overwrite: entry !== undefined })
  } else if (does === 'download') {
    await mkdir(join(local, '..'), { recursive: true, mode: 0o700 })
    const read = below(looking(call), remote)
    await fetchFile(read, await statAt(read), await findPlace(local, true, where), {})
  } else if (does === 'delete') {
    if (direction === 'upload') await removeAt(call, remote)
    else await rm(local, { recursive: true })
  }
}

function below<Of extends Pick<Call, 'place'>>(call: Of, path: FilePath): Of {
  return { ...call, place: { ...call.place, path } }
}
