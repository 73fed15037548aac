import { dirname } from 'node:path'
import type { Dialect } from '../dialect.ts'
import type { NetrcDocument } from '../netrc-document.ts'
import { NetrcError } from '../netrc-error.ts'
import { parse } from '../parse.ts'
import { toBytes } from '../stringify.ts'
import { assertReplaceable, privateMode } from './file-rules.ts'
import { decrypt, encrypt, isEncrypted, type Decrypted, type GpgOptions } from './gpg.ts'
import { giveBack, takeLock, type Lock } from './lock.ts'
import { defaultMaxBytes, openNetrc, type OpenNetrc } from './open-netrc.ts'
import { openFolder, type OpenFolder } from './open-folder.ts'
import {
  closeQuietly,
  portsOf,
  syncPortsOf,
  type PortOptions,
  type Ports,
  type SyncPortOptions,
} from './ports.ts'
import { replaceFile } from './replace-file.ts'
import { resolveTarget } from './resolve-target.ts'
import { runAsync, runSync, type Sequence } from './sequence.ts'
import { isFirstSweep, sweepTemporaries } from './temporary-file.ts'

/** What {@link editNetrc} takes for granted. */
export interface EditRules extends GpgOptions {
  /** By whose reading the change finds and edits entries. Default: `consensus`. */
  readonly dialect?: Dialect
  /** The longest file, in bytes. Default: 1 MiB. */
  readonly maxBytes?: number
  /** How long to wait while one and the same writer holds the lock. Default: 10,000. */
  readonly lockTimeoutMs?: number
}

/** How {@link editNetrc} works. */
export interface EditOptions extends EditRules, PortOptions {}

/** How {@link editNetrcSync} works. */
export interface EditSyncOptions extends EditRules, SyncPortOptions {}

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
  /** The lock file, when it could not be removed: the next writer waits until this process ends. */
  readonly leftBehind?: string
}

/** Makes the new document of the old; may run more than once. */
export type NetrcChange = (document: NetrcDocument) => NetrcDocument

/** How often a change is made again when a program that takes no lock writes in between. */
const mostAttempts = 3

/**
 * Changes a netrc file safely: takes the lock, reads the file again, applies the change, writes the
 * result to a temporary file, fsyncs it, reads it back, renames it into place and fsyncs the folder.
 *
 * A symbolic link stays a link, and its target is changed. The owner stays. The mode is never
 * loosened: a file that others could read becomes 0600, and so is a new one. A change that gives
 * the same bytes writes nothing, unless the mode has to be tightened. What writers that were killed
 * left beside the file, a lock or a temporary file, is removed. Extended attributes and access control
 * lists are lost, for Node cannot read them; what a list gave to others counts as their mode did.
 *
 * A file whose name ends in `.gpg` goes through `gpg` in a child process, and its plain text never
 * touches the disk. It stays encrypted to the same keys; a new one is encrypted to the default key.
 * Its signature, if it has one, is lost.
 *
 * @param path the file; it is made when it does not exist, its folder is not
 * @param change gets the file as it is now, and may run more than once
 * @throws {NetrcError} `ERR_NETRC_LOCKED`, `ERR_NETRC_NOT_FILE`, `ERR_NETRC_INSECURE`,
 *   `ERR_NETRC_HARD_LINK`, `ERR_NETRC_TOO_LARGE`, `ERR_NETRC_READ`, `ERR_NETRC_WRITE`,
 *   `ERR_NETRC_CHANGED`, `ERR_NETRC_GPG`, and whatever `change` throws; the file is then as it was,
 *   unless the message of `ERR_NETRC_WRITE` says that only its durability is in doubt
 */
export async function editNetrc(
  path: string,
  change: NetrcChange,
  options: EditOptions = {},
): Promise<EditResult> {
  return runAsync(edit(portsOf(options), path, change, options))
}

/**
 * As {@link editNetrc}, stopping the thread meanwhile, also while another program holds the lock.
 *
 * @throws {NetrcError} as `editNetrc` does, and `ERR_NETRC_LOCKED` at once when an `editNetrc` of
 *   this thread holds the lock, since that one could never finish
 */
export function editNetrcSync(
  path: string,
  change: NetrcChange,
  options: EditSyncOptions = {},
): EditResult {
  return runSync(edit(syncPortsOf(options), path, change, options))
}

function* edit(
  ports: Ports,
  path: string,
  change: NetrcChange,
  rules: EditRules,
): Sequence<EditResult> {
  const target = yield* resolveTarget(ports, path)
  const folder = yield* openFolder(ports, dirname(target), target)
  try {
    const lock = yield* takeLock(ports, target, rules.lockTimeoutMs ?? 10_000)
    let result: EditResult
    try {
      result = yield* editLocked(ports, { target, folder, lock, change, rules })
    } catch (error) {
      const isFree = yield* giveBack(ports, lock)
      throw isFree ? error : mentioning(lock, error)
    }
    const isFree = yield* giveBack(ports, lock)
    // Others need not wait for it. Who is killed leaves the lock behind too, so once is enough.
    if (isFirstSweep(ports, folder.path) || lock.isTakenOver) {
      yield* sweepTemporaries(ports, folder.path)
    }
    return isFree ? result : { ...result, leftBehind: lock.path }
  } finally {
    if (folder.handle !== undefined) yield* closeQuietly(ports, folder.handle)
  }
}

interface Edit {
  readonly target: string
  readonly folder: OpenFolder
  readonly lock: Lock
  readonly change: NetrcChange
  readonly rules: EditRules
}

function* editLocked(ports: Ports, work: Edit): Sequence<EditResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      return yield* editOnce(ports, work)
    } catch (error) {
      const isChanged = error instanceof NetrcError && error.code === 'ERR_NETRC_CHANGED'
      if (!isChanged || attempt === mostAttempts) throw error
    }
  }
}

function* editOnce(ports: Ports, work: Edit): Sequence<EditResult> {
  const { target, folder, lock, change } = work
  const { maxBytes = defaultMaxBytes, dialect = 'consensus' } = work.rules
  const limits = { ...work.rules, maxBytes }
  const file = yield* openNetrc(ports, target, {
    maxBytes,
    check: (stats) => assertReplaceable(ports.host, target, stats),
    isResolved: true,
  })
  const before = yield* plainOf(ports, target, file, limits)
  const bytes = toBytes(change(parse(before.bytes, { maxBytes, dialect })))
  assertReadable(target, bytes, maxBytes)
  const mode = privateMode(file?.stats)
  const isTightened =
    ports.host.platform !== 'win32' &&
    file !== undefined &&
    mode !== Number(file.stats.mode & 0o777n)
  const isCreated = file === undefined
  const isSame = !isCreated && Buffer.compare(before.bytes, bytes) === 0
  const result = { path: target, isChanged: !isSame, isCreated, isTightened }
  if (isSame && !isTightened) return result
  let content = bytes
  if (isSame && file !== undefined) content = file.bytes
  else if (isEncrypted(target)) {
    content = yield* encrypt(ports, target, bytes, before.envelope, limits)
  }
  const old = file?.stats
  yield* replaceFile(ports, { target, folder, lock, bytes: content, mode, ...(old && { old }) })
  return result
}

function assertReadable(path: string, { length }: Uint8Array, maxBytes: number): void {
  if (length <= maxBytes) return
  const message = `${path} would have ${length} bytes, more than the ${maxBytes} that are allowed`
  throw new NetrcError('ERR_NETRC_TOO_LARGE', message, { path })
}

function* plainOf(
  ports: Ports,
  target: string,
  file: OpenNetrc | undefined,
  limits: GpgOptions & { readonly maxBytes: number },
): Sequence<Partial<Decrypted> & Pick<Decrypted, 'bytes'>> {
  if (file === undefined) return { bytes: new Uint8Array() }
  if (!isEncrypted(target)) return { bytes: file.bytes }
  return yield* decrypt(ports, target, file.bytes, limits)
}

function mentioning(lock: Lock, error: unknown): unknown {
  if (!(error instanceof NetrcError)) return error
  const { code, message, path, line, column, cause } = error
  return new NetrcError(code, `${message}; also remove ${lock.path}`, {
    ...(path !== undefined && { path }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    cause,
  })
}
