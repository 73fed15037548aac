import type { FileStats } from './fs-port.ts'
import type { HostPort } from './host-port.ts'

/** Who took a lock, as the lock file says in JSON. */
export interface LockHolder {
  readonly pid: number
  readonly host: string
  readonly boot?: string
  readonly thread?: number
  /** Tells the process from a later one with the same number. */
  readonly startTicks?: number
  /** Milliseconds since 1970. */
  readonly since?: number
}

/** A lock file as it was found; `text` is absent when it cannot be read. */
export interface FoundLock {
  readonly stats: FileStats
  readonly text?: string
}

/** A lock that does not say whose it is, or is another machine's, counts for this long. */
export const silentLockMs = 30_000

/** A lock is empty only between two system calls of the writer that takes it. */
const emptyLockMs = 1000

export function thisHolder(host: HostPort): LockHolder {
  const { startTicks } = host.stateOf(host.pid)
  return {
    pid: host.pid,
    host: host.hostname,
    ...(host.boot !== undefined && { boot: host.boot }),
    thread: host.thread,
    ...(startTicks !== undefined && { startTicks }),
    since: host.wallMs(),
  }
}

export function parseHolder(text: string | undefined): LockHolder | undefined {
  if (text === undefined) return undefined
  try {
    const holder = JSON.parse(text) as Partial<LockHolder> | null
    if (typeof holder?.host !== 'string' || !Number.isSafeInteger(holder.pid)) return undefined
    return holder as LockHolder
  } catch {
    return undefined
  }
}

/**
 * Says whether a lock was left behind.
 *
 * On this machine the process decides, however old the lock is: it is gone, or another one has its
 * number now. Nobody can ask after a process of another machine, so there the age decides.
 */
export function isLeftBehind(lock: FoundLock, host: HostPort): boolean {
  const holder = parseHolder(lock.text)
  if (holder !== undefined && isHere(holder, host)) {
    const { isRunning, startTicks } = host.stateOf(holder.pid)
    if (!isRunning) return true
    if (holder.startTicks === undefined || startTicks === undefined) return false
    return holder.startTicks !== startTicks
  }
  // A stamp far in the future tells of a clock that was set back, not of a living writer.
  const ageMs = Math.abs(host.wallMs() - (holder?.since ?? Number(lock.stats.mtimeMs)))
  return ageMs > (lock.text === '' ? emptyLockMs : silentLockMs)
}

/** Says whether it is this very thread that holds the lock. */
export function isOwn({ pid, thread, ...holder }: LockHolder, host: HostPort): boolean {
  return pid === host.pid && thread === host.thread && isHere({ pid, ...holder }, host)
}

function isHere(holder: LockHolder, host: HostPort): boolean {
  const isSameBoot =
    holder.boot === undefined || host.boot === undefined || holder.boot === host.boot
  return holder.host === host.hostname && isSameBoot
}
