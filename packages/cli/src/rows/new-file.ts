import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { CliError, exitCodes } from '../cli-error.ts'
import { systemReason } from '../system-reason.ts'

/** A file that is not there before it is complete. */
export interface NewFile {
  readonly path: string
  write(text: string): Promise<void>
  /** Puts it in its place. */
  keep(): Promise<void>
  /** Leaves nothing of it. To be called in any case; after `keep` it does nothing. */
  drop(): Promise<void>
}

/**
 * Begins a file beside the place where it will stand: written, fsynced, then renamed, so that a reader
 * sees the old file or the whole new one. It can be read by its owner only, since rows may be a
 * patient's; where a file stood before, its mode stays.
 *
 * @throws {CliError} exit code 2 when the place is taken by something that is no file, or has no folder
 */
export async function beginFile(place: string): Promise<NewFile> {
  const path = await realPathOf(place)
  const before = await stat(path).catch(() => undefined)
  if (before !== undefined && !before.isFile()) {
    throw new CliError(
      `--out ${place} is not a regular file; name a file, or leave --out away`,
      exitCodes.wrongUse,
    )
  }
  const mode = before === undefined ? 0o600 : before.mode & 0o777
  const name = `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`
  const temporary = join(dirname(path), name)
  const handle = await openNew(temporary, mode, place)
  const dropAtExit = (): void => rmSync(temporary, { force: true })
  process.once('exit', dropAtExit)
  let isKept = false
  return {
    path,
    write: async (text) => {
      await handle.writeFile(text)
    },
    keep: async () => {
      await handle.sync()
      await handle.close()
      await rename(temporary, path)
      isKept = true
      process.off('exit', dropAtExit)
      await syncFolder(dirname(path))
    },
    drop: async () => {
      if (isKept) return
      await handle.close().catch(() => undefined)
      await rm(temporary, { force: true })
      process.off('exit', dropAtExit)
    },
  }
}

async function openNew(temporary: string, mode: number, place: string): Promise<FileHandle> {
  try {
    const handle = await open(temporary, 'wx', mode)
    // The umask may have taken bits that the old file had.
    if (process.platform !== 'win32') await handle.chmod(mode)
    return handle
  } catch (error) {
    throw new CliError(
      `--out ${place} cannot be written: ${systemReason(error)}`,
      exitCodes.wrongUse,
    )
  }
}

/** A symbolic link stays one; what it points to is replaced. */
async function realPathOf(place: string): Promise<string> {
  return realpath(place).catch(() => place)
}

/** Windows cannot open a folder; there the rename is all there is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
