import { dirname } from 'node:path'
import { NetrcError } from '../netrc-error.ts'
import type { FileStats } from './fs-port.ts'
import { isStillOurs, type Lock } from './lock.ts'
import { syncFolder, type OpenFolder } from './open-folder.ts'
import { closeQuietly, removeQuietly, type Ports } from './ports.ts'
import { wait, type Sequence } from './sequence.ts'
import { isCode, reasonOf } from './system-error.ts'
import { makeTemporary, type TemporaryFile } from './temporary-file.ts'
import { writeAll } from './write-all.ts'

/** What is to stand in a file's place. */
export interface Replacement {
  readonly target: string
  readonly folder: OpenFolder
  readonly lock: Lock
  readonly bytes: Uint8Array
  readonly mode: number
  /** The target as it was read; absent when there was none. */
  readonly old?: FileStats
}

/** How often Windows is asked again while a virus scanner holds the file. */
const mostRenames = 11

/**
 * Puts new content in a file's place so that a reader, a crash or a full disk sees the old content
 * or the new, whole.
 *
 * A temporary file in the same folder, made with O_EXCL under a random name, gets the final owner
 * and mode before its content, then everything is written, fsynced, measured and read back. The
 * lock must still be ours and the target what was read; then one rename, and an fsync of the folder.
 *
 * @throws {NetrcError} `ERR_NETRC_CHANGED` and `ERR_NETRC_WRITE`; the old content stands unless the
 *   message says that the new one does
 */
export function* replaceFile(ports: Ports, replacement: Replacement): Sequence<void> {
  const { target, folder } = replacement
  try {
    const temporary = yield* makeTemporary(ports, dirname(target))
    try {
      yield* fill(ports, temporary, replacement)
      yield* assertUnchanged(ports, replacement)
      yield* rename(ports, temporary.path, target)
    } catch (error) {
      const isTidy = yield* removeQuietly(ports, temporary.path)
      throw isTidy ? error : mentioning(temporary.path, target, error)
    } finally {
      temporary.release()
    }
  } catch (cause) {
    throw cause instanceof NetrcError ? cause : writeError(target, cause)
  }
  try {
    yield* syncFolder(ports, folder)
  } catch (cause) {
    const message = `${target} has its new content, but a power cut could still undo it: ${reasonOf(cause)}`
    throw new NetrcError('ERR_NETRC_WRITE', message, { path: target, cause })
  }
}

function* fill(
  ports: Ports,
  { handle }: TemporaryFile,
  { bytes, mode, old }: Replacement,
): Sequence<void> {
  const { fs, host } = ports
  try {
    if (old !== undefined && host.userId === 0) {
      yield* wait(fs.fchown(handle, Number(old.uid), Number(old.gid)))
    }
    if (host.platform !== 'win32') yield* wait(fs.fchmod(handle, mode))
    yield* writeAll(ports, handle, bytes)
    yield* wait(fs.fsync(handle))
    yield* verify(ports, handle, bytes)
  } catch (error) {
    yield* closeQuietly(ports, handle)
    throw error
  }
  yield* wait(fs.close(handle))
}

function* verify({ fs }: Ports, handle: number, bytes: Uint8Array): Sequence<void> {
  // One byte more, so that the end is seen.
  const found = new Uint8Array(bytes.length + 1)
  let size = 0
  while (size < found.length) {
    const count = yield* wait(fs.read(handle, found, size, size))
    if (count === 0) break
    size += count
  }
  if (size < bytes.length) throw new Error(`only ${size} of ${bytes.length} bytes were written`)
  const isSame = size === bytes.length && Buffer.compare(found.subarray(0, size), bytes) === 0
  if (!isSame) throw new Error('the disk gave back other bytes')
}

function* assertUnchanged(ports: Ports, { target, lock, old }: Replacement): Sequence<void> {
  const now = yield* statOf(ports, target)
  const isSame =
    old === undefined || now === undefined
      ? old === now
      : now.dev === old.dev &&
        now.ino === old.ino &&
        now.size === old.size &&
        now.mtimeNs === old.mtimeNs
  if (isSame && (yield* isStillOurs(ports, lock))) return
  const what = isSame ? 'took the lock of' : 'changed'
  throw new NetrcError(
    'ERR_NETRC_CHANGED',
    `Another program ${what} ${target} at the same time; nothing was written, so try again`,
    { path: target },
  )
}

function* statOf({ fs }: Ports, path: string): Sequence<FileStats | undefined> {
  try {
    // Not following links: a link that took the file's place is a change too.
    return yield* wait(fs.lstat(path))
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function* rename({ fs, host }: Ports, from: string, to: string): Sequence<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return yield* wait(fs.rename(from, to))
    } catch (error) {
      const isHeld = host.platform === 'win32' && isCode(error, 'EPERM', 'EACCES', 'EBUSY')
      if (!isHeld || attempt === mostRenames) throw error
      yield* wait(host.sleep(Math.min(20 * attempt, 200)))
    }
  }
}

function writeError(target: string, cause: unknown): NetrcError {
  const message = `Cannot write ${target}: ${reasonOf(cause)}; it is as it was before`
  return new NetrcError('ERR_NETRC_WRITE', message, { path: target, cause })
}

function mentioning(temporary: string, target: string, cause: unknown): NetrcError {
  const error = cause instanceof NetrcError ? cause : writeError(target, cause)
  const message = `${error.message}; remove ${temporary}, which holds the new content`
  return new NetrcError(error.code, message, { path: target, cause })
}
