import { randomBytes } from 'node:crypto'
import { constants, type BigIntStats } from 'node:fs'
import { open, rename, stat, unlink, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { NetrcError } from '../netrc-error.ts'
import { isCode, reasonOf } from './open-netrc.ts'

// Windows has no O_NOFOLLOW; `|` reads the missing constant as 0.
const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants

/**
 * Puts new content in a file's place so that a reader, a crash or a full disk sees the old content
 * or the new, whole.
 *
 * A temporary file in the same folder, made with O_EXCL under a random name, gets the final mode
 * and owner before its content, then everything is written, fsynced and measured. The target must
 * still be what was read; then one rename, and an fsync of the folder.
 *
 * @param old the target as it was read; `undefined` when there was none
 * @throws {NetrcError} `ERR_NETRC_WRITE`, `ERR_NETRC_CHANGED`; then the old content stands, and no
 *   temporary file is left
 */
export async function replaceFile(
  target: string,
  bytes: Uint8Array,
  mode: number,
  old: BigIntStats | undefined,
): Promise<void> {
  const folder = dirname(target)
  const temporary = join(folder, `.netrc-${process.pid}-${randomBytes(9).toString('hex')}.tmp`)
  try {
    await writeTemporary(temporary, bytes, mode, old)
    try {
      await assertUnchanged(target, old)
      await rename(temporary, target)
    } catch (error) {
      await unlink(temporary).catch(() => undefined)
      throw error
    }
    await syncFolder(folder)
  } catch (cause) {
    if (cause instanceof NetrcError) throw cause
    const message = `Cannot write ${target}: ${reasonOf(cause)}; it is as it was before`
    throw new NetrcError('ERR_NETRC_WRITE', message, { path: target, cause })
  }
}

async function writeTemporary(
  path: string,
  bytes: Uint8Array,
  mode: number,
  old: BigIntStats | undefined,
): Promise<void> {
  const handle = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
  try {
    if (old !== undefined && process.geteuid?.() === 0) {
      await handle.chown(Number(old.uid), Number(old.gid))
    }
    await handle.chmod(mode)
    await writeAll(handle, bytes)
    await handle.sync()
    const { size } = await handle.stat()
    if (size !== bytes.length) throw new Error(`${size} of ${bytes.length} bytes were written`)
  } catch (error) {
    await handle.close().catch(() => undefined)
    await unlink(path).catch(() => undefined)
    throw error
  }
  await handle.close()
}

// A write that runs into a full disk reports the bytes that fitted, and only the next one fails.
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, at)
    if (bytesWritten === 0) throw new Error('the disk takes no more bytes')
    at += bytesWritten
  }
}

async function assertUnchanged(target: string, old: BigIntStats | undefined): Promise<void> {
  const now = await stat(target, { bigint: true }).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  })
  const isSame =
    old === undefined || now === undefined
      ? old === now
      : now.dev === old.dev &&
        now.ino === old.ino &&
        now.size === old.size &&
        now.mtimeNs === old.mtimeNs
  if (isSame) return
  throw new NetrcError(
    'ERR_NETRC_CHANGED',
    `Another program changed ${target} at the same time; nothing was written, so try again`,
    { path: target },
  )
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no handle on folders; there the rename itself is what the system keeps.
  if (process.platform === 'win32') return
  const handle = await open(folder, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
