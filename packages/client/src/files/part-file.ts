import { createHash, type Hash } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { link, open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { LabKeyOptionsError } from '../labkey-options-error.ts'

/** A file that grows beside the place where it will stand, and outlives a program that ends too early. */
export interface PartFile {
  /** Bytes that are there already, from the first on. */
  readonly size: number
  /** Puts their MD5 together with those that are written. */
  readonly md5: Hash
  /** Throws away what is there. */
  begin(): Promise<PartFile>
  write(chunk: Uint8Array): Promise<void>
  /** Puts it in its place, complete and of that date. */
  keep(modified: Date | undefined): Promise<void>
  /** Leaves it as it is; of one that is wrong, or empty, nothing is left. After `keep` it does nothing. */
  close(how: { readonly isWrong: boolean }): Promise<void>
}

/** Where a file will stand. */
export interface Place {
  readonly path: string
  readonly overwrite: boolean
  readonly before: Stats | undefined
}

/**
 * Looks at the place where a file will stand; a link is followed.
 *
 * @throws {LabKeyOptionsError} for a place that is taken
 */
export async function findPlace(file: string, overwrite: boolean, where: string): Promise<Place> {
  const path = await realpath(file).catch(() => resolve(file))
  const before = await stat(path).catch(() => undefined)
  if (before !== undefined && !before.isFile()) {
    throw new LabKeyOptionsError(`${where}: file must be the name of a file`)
  }
  if (before !== undefined && !overwrite) throw taken(where)
  return { path, overwrite, before }
}

/**
 * Opens the part of a file that is there from an earlier time, or begins one: `.NAME.ID.part`, readable by its owner
 * only, since files may be a patient's; where a file stood before, its mode stays.
 *
 * @param id what the content is, so that no part of another content is gone on with
 */
export async function openPartFile(place: Place, id: string, where: string): Promise<PartFile> {
  const folder = dirname(place.path)
  const name = createHash('sha256').update(id).digest('hex').slice(0, 16)
  const path = join(folder, `.${basename(place.path)}.${name}.part`)
  const { O_RDWR, O_CREAT, O_NOFOLLOW } = constants
  // Windows has no O_NOFOLLOW, and ors nothing with it.
  const handle = await open(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600)
  try {
    const found = await handle.stat()
    // In a folder that others write to, too, it could be theirs to read.
    const isOurs = found.isFile() && found.nlink === 1 && found.uid === (process.getuid?.() ?? 0)
    if (!isOurs) {
      throw new LabKeyOptionsError(`${where}: ${path} is in the way, and is not ours; delete it`)
    }
    await handle.chmod(0o600)
    const { size } = found
    const md5 = createHash('md5')
    if (size > 0) await hashInto(md5, handle)
    return partFile({ handle, path, place, where }, size, md5)
  } catch (error) {
    await handle.close()
    throw error
  }
}

interface Parts {
  readonly handle: FileHandle
  readonly path: string
  readonly place: Place
  readonly where: string
}

function partFile(parts: Parts, size: number, md5: Hash): PartFile {
  const { handle, path, place, where } = parts
  let end = size
  let isKept = false
  return {
    size,
    md5,
    async begin() {
      await handle.truncate(0)
      return partFile(parts, 0, createHash('md5'))
    },
    async write(chunk) {
      for (let done = 0; done < chunk.length;) {
        const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, end)
        done += bytesWritten
        end += bytesWritten
      }
      md5.update(chunk)
    },
    async keep(modified) {
      if (place.before !== undefined) await handle.chmod(place.before.mode & 0o777)
      if (modified !== undefined) await handle.utimes(new Date(), modified)
      await handle.sync()
      await handle.close()
      if (place.overwrite) await rename(path, place.path)
      else await renameToNew(path, place.path, where)
      isKept = true
      await syncFolder(dirname(place.path))
    },
    async close({ isWrong }) {
      if (isKept) return
      await handle.close().catch(() => undefined)
      if (isWrong || end === 0) await rm(path, { force: true })
    },
  }
}

/** A rename takes a place that somebody else has filled meanwhile; a second name does not. */
async function renameToNew(from: string, to: string, where: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (Reflect.get(error as object, 'code') === 'EEXIST') throw taken(where)
    // Not every file system has second names.
    if ((await stat(to).catch(() => undefined)) !== undefined) throw taken(where)
    await rename(from, to)
    return
  }
  await rm(from)
}

function taken(where: string): LabKeyOptionsError {
  return new LabKeyOptionsError(
    `${where}: the file is there already; name another, or say overwrite: true`,
  )
}

async function hashInto(hash: Hash, handle: FileHandle): Promise<void> {
  const stream = handle.createReadStream({ start: 0, autoClose: false })
  for await (const chunk of stream) hash.update(chunk as Uint8Array)
}

/** The new name is on the disk only when its folder is; Windows cannot open folders. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
