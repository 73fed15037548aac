import { fs as nodeFs } from './builtins.ts'
import { NetrcError } from '../netrc-error.ts'
import { isLeftBehind, isOwn, parseHolder, thisHolder, type FoundLock } from './lock-holder.ts'
import { isSameFile, type FileStats } from './fs-port.ts'
import { closeQuietly, quietly, removeQuietly, type Ports } from './ports.ts'
import { wait, type Sequence } from './sequence.ts'
import { isCode, reasonOf } from './system-error.ts'
import { writeAll } from './write-all.ts'

/** A lock that this program took. */
export interface Lock {
  readonly path: string
  readonly stats: FileStats
  /** No longer remove it when the process ends. */
  readonly release: () => void
}

/** A lock of a netrc file. */
export interface TakenLock extends Lock {
  /** Another one lay there, left behind by a writer that was killed. */
  readonly isTakenOver: boolean
}

// Windows has neither O_NOFOLLOW nor O_NONBLOCK; `|` reads a missing constant as 0.
const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = nodeFs.constants
const longestLock = 4096

/** How often a waiter looks at who holds the lock; in between it only tries to take it. */
const lookEveryMs = 100

/**
 * Takes the lock file beside a netrc file: `FILE.lock`, made with O_EXCL, which says who holds it.
 *
 * A lock whose process is gone is taken over at once, another machine's after 30 s, and one whose
 * process runs on this machine never. As long as the lock changes hands, nobody gives up.
 *
 * @throws {NetrcError} `ERR_NETRC_LOCKED` when one writer held it for `timeoutMs`, `ERR_NETRC_WRITE`
 */
export function* takeLock(ports: Ports, path: string, timeoutMs: number): Sequence<TakenLock> {
  const { host } = ports
  const file = `${path}.lock`
  const start = host.elapsedMs()
  let heldSince = start
  let nextLook = start
  let last: FoundLock | undefined
  let isTakenOver = false
  for (;;) {
    const lock = yield* createLock(ports, path, file)
    if (lock !== undefined) return { ...lock, isTakenOver }
    const now = host.elapsedMs()
    const isLate = now - heldSince >= timeoutMs
    if (isLate || now >= nextLook) {
      nextLook = now + lookEveryMs
      const found = yield* lookAt(ports, path, file)
      if (found === undefined) continue
      if (yield* clearLeftBehind(ports, file, found)) {
        isTakenOver = true
        continue
      }
      if (last !== undefined && !isSameFile(found.stats, last.stats)) heldSince = now
      else if (isLate) throw lockedError(path, file, found)
      last = found
      assertNotOwn(ports, path, found)
    }
    yield* wait(host.sleep(pauseMs(now - start)))
  }
}

/** Many who wait would otherwise take the time of the one who works: longer, the longer it takes. */
function pauseMs(waitedMs: number): number {
  return 1 + Math.random() * Math.min(8 + waitedMs / 8, 100)
}

/** Says whether the lock is still the one that was taken. */
export function* isStillOurs({ fs }: Ports, lock: Lock): Sequence<boolean> {
  try {
    return isSameFile(yield* wait(fs.lstat(lock.path)), lock.stats)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw error
  }
}

/** Gives a lock back; says whether it worked. */
export function* giveBack(ports: Ports, lock: Lock): Sequence<boolean> {
  const isDone = yield* quietly(function* () {
    // Who took it over after a long silence holds it now.
    if (yield* isStillOurs(ports, lock)) yield* wait(ports.fs.unlink(lock.path))
  })
  lock.release()
  return isDone
}

/**
 * Removes a lock that its holder left behind; says whether it did.
 *
 * Several waiters may find the same dead lock. One at a time may remove it, after looking again, so
 * that nobody removes the lock of the writer that came next.
 */
function* clearLeftBehind(ports: Ports, file: string, found: FoundLock): Sequence<boolean> {
  const { fs, host } = ports
  if (!isLeftBehind(found, host)) return false
  const turnFile = `${file}.turn`
  let turn: Lock | undefined
  try {
    turn = yield* createLock(ports, file, turnFile)
    if (turn === undefined) {
      const other = yield* lookAt(ports, file, turnFile)
      if (other !== undefined && isLeftBehind(other, host)) yield* wait(fs.unlink(turnFile))
      return false
    }
    const again = yield* lookAt(ports, file, file)
    if (again === undefined) return true
    if (!isSameFile(again.stats, found.stats) || again.text !== found.text) return false
    yield* wait(fs.unlink(file))
    return true
  } catch {
    // It cannot be removed: the waiter says so when its time is over.
    return false
  } finally {
    if (turn !== undefined) yield* giveBack(ports, turn)
  }
}

/** Looks at a lock without following a link or waiting for a pipe; `undefined` when it is gone. */
function* lookAt(ports: Ports, path: string, file: string): Sequence<FoundLock | undefined> {
  const { fs } = ports
  try {
    const stats = yield* wait(fs.lstat(file))
    if (!stats.isFile()) return { stats }
    let handle: number
    try {
      handle = yield* wait(fs.open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK))
    } catch (error) {
      if (isCode(error, 'ENOENT')) throw error
      return { stats }
    }
    try {
      const bytes = new Uint8Array(longestLock)
      const size = yield* wait(fs.read(handle, bytes, 0, 0))
      return { stats, text: new TextDecoder().decode(bytes.subarray(0, size)) }
    } catch {
      return { stats }
    } finally {
      yield* closeQuietly(ports, handle)
    }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    const message = `Cannot look at ${file}: ${reasonOf(error)}`
    throw new NetrcError('ERR_NETRC_READ', message, { path, cause: error })
  }
}

function* createLock(ports: Ports, path: string, file: string): Sequence<Lock | undefined> {
  const { fs, host } = ports
  let handle: number
  try {
    handle = yield* wait(fs.open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600))
  } catch (cause) {
    if (isCode(cause, 'EEXIST')) return undefined
    const message = `Cannot write beside ${path}: ${reasonOf(cause)}`
    throw new NetrcError('ERR_NETRC_WRITE', message, { path, cause })
  }
  try {
    const text = new TextEncoder().encode(JSON.stringify(thisHolder(host)))
    yield* writeAll(ports, handle, text)
    const stats = yield* wait(fs.fstat(handle))
    return { path: file, stats, release: host.removeAtExit(file, stats) }
  } catch (cause) {
    const isTidy = yield* removeQuietly(ports, file)
    const rest = isTidy ? '' : `; also remove ${file}`
    const message = `Cannot write beside ${path}: ${reasonOf(cause)}${rest}`
    throw new NetrcError('ERR_NETRC_WRITE', message, { path, cause })
  } finally {
    yield* closeQuietly(ports, handle)
  }
}

function assertNotOwn({ host }: Ports, path: string, { text }: FoundLock): void {
  const holder = parseHolder(text)
  if (!host.isBlocking || holder === undefined || !isOwn(holder, host)) return
  throw new NetrcError(
    'ERR_NETRC_LOCKED',
    `This program is in the middle of another edit of ${path}; wait for that one first`,
    { path },
  )
}

function lockedError(path: string, file: string, { text }: FoundLock): NetrcError {
  const holder = parseHolder(text)
  const who = holder === undefined ? '' : ` (process ${holder.pid} on ${nameOf(holder.host)})`
  return new NetrcError(
    'ERR_NETRC_LOCKED',
    `Another program${who} is changing ${path}; if none is running, remove ${file}`,
    { path },
  )
}

/** A lock file is anybody's text: nothing that a terminal would obey is repeated. */
function nameOf(host: string): string {
  return host.replaceAll(/[^\w.-]/g, '?').slice(0, 64)
}
