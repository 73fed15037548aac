import type { BigIntStats } from 'node:fs'
import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { NetrcDocument } from '../netrc-document.ts'
import { NetrcError } from '../netrc-error.ts'
import { parse } from '../parse.ts'
import { toBytes } from '../stringify.ts'
import { withLock, type LockOptions } from './lock.ts'
import { isCode, openNetrc, reasonOf } from './open-netrc.ts'
import { defaultMaxBytes } from './read-netrc.ts'
import { replaceFile } from './replace-file.ts'

/** How {@link editNetrc} works. */
export interface EditOptions extends LockOptions {
  /** The longest file, in bytes. Default: 1 MiB. */
  readonly maxBytes?: number
}

/** What {@link editNetrc} did. */
export interface EditResult {
  /** The file itself, links resolved, absolute. */
  readonly path: string
  /** Something was written. */
  readonly isChanged: boolean
  /** There was no file before. */
  readonly isCreated: boolean
  /** The file could be read by others before, and cannot any more. */
  readonly isTightened: boolean
}

/** How often a change is made again when a program that takes no lock writes in between. */
const mostAttempts = 3

/**
 * Changes a netrc file safely: takes the lock, reads the file again, applies the change, writes the
 * result to a temporary file, fsyncs it and renames it into place.
 *
 * A symbolic link stays a link, and its target is changed. The owner stays. The mode is never
 * loosened: bits for others are taken away, and a new file is 0600. A change that gives the same
 * bytes writes nothing, unless the mode has to be tightened.
 *
 * @param path the file; it is made when it does not exist, its folder is not
 * @param change gets the file as it is now, and may run more than once
 * @throws {NetrcError} `ERR_NETRC_LOCKED`, `ERR_NETRC_NOT_FILE`, `ERR_NETRC_INSECURE`,
 *   `ERR_NETRC_HARD_LINK`, `ERR_NETRC_READ`, `ERR_NETRC_WRITE`, `ERR_NETRC_CHANGED`, and whatever
 *   `change` throws; the file is then as it was
 */
export async function editNetrc(
  path: string,
  change: (document: NetrcDocument) => NetrcDocument,
  options: EditOptions = {},
): Promise<EditResult> {
  const target = await resolveTarget(path)
  return withLock(target, options, async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await editOnce(target, change, options.maxBytes ?? defaultMaxBytes)
      } catch (error) {
        const isChanged = error instanceof NetrcError && error.code === 'ERR_NETRC_CHANGED'
        if (!isChanged || attempt === mostAttempts) throw error
      }
    }
  })
}

async function editOnce(
  target: string,
  change: (document: NetrcDocument) => NetrcDocument,
  maxBytes: number,
): Promise<EditResult> {
  const file = await openNetrc(target, maxBytes)
  if (file !== undefined) assertOwnFile(target, file.stats)
  const before = file?.bytes ?? new Uint8Array()
  const after = toBytes(change(parse(before, { maxBytes })))
  const oldMode = file === undefined ? 0o600 : Number(file.stats.mode & 0o777n)
  const mode = oldMode & 0o700
  const isTightened = process.platform !== 'win32' && mode !== oldMode
  const isCreated = file === undefined
  const isSame = !isCreated && Buffer.compare(before, after) === 0
  if (isSame && !isTightened) {
    return { path: target, isChanged: false, isCreated, isTightened }
  }
  await replaceFile(target, after, mode, file?.stats)
  return { path: target, isChanged: !isSame, isCreated, isTightened }
}

function assertOwnFile(path: string, stats: BigIntStats): void {
  if (stats.nlink > 1n) {
    throw new NetrcError(
      'ERR_NETRC_HARD_LINK',
      `${path} has ${stats.nlink} names (hard links); a safe save would change only this one`,
      { path },
    )
  }
  const self = process.geteuid?.()
  if (self !== undefined && self !== 0 && stats.uid !== BigInt(self)) {
    throw new NetrcError(
      'ERR_NETRC_INSECURE',
      `${path} belongs to another user (uid ${stats.uid})`,
      { path },
    )
  }
}

/** The file behind a path: links resolved, or the path itself in its real folder if it is new. */
async function resolveTarget(path: string): Promise<string> {
  const absolute = resolve(path)
  try {
    return await realpath(absolute)
  } catch (cause) {
    if (!isCode(cause, 'ENOENT')) {
      const message = `Cannot open ${path}: ${reasonOf(cause)}`
      throw new NetrcError('ERR_NETRC_READ', message, { path, cause })
    }
  }
  const isDangling = await lstat(absolute).then(
    () => true,
    () => false,
  )
  if (isDangling) {
    throw new NetrcError('ERR_NETRC_NOT_FILE', `${path} is a link to a file that is gone`, { path })
  }
  try {
    return join(await realpath(dirname(absolute)), basename(absolute))
  } catch (cause) {
    const message = `Cannot write ${path}: its folder does not exist; make it first`
    throw new NetrcError('ERR_NETRC_WRITE', message, { path, cause })
  }
}
