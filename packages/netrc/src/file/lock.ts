import { open, readFile, stat, unlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { NetrcError } from '../netrc-error.ts'
import { isCode, reasonOf } from './open-netrc.ts'

/** How long a writer waits for another one. */
export interface LockOptions {
  /** Default: 10,000. */
  readonly lockTimeoutMs?: number
}

interface Holder {
  readonly pid: number
  readonly host: string
  readonly since: number
}

/**
 * A lock that does not say whose it is, or whose process is on another machine and cannot be asked,
 * counts as left behind after this time.
 */
const silentLockMs = 30_000

/**
 * Takes the lock file beside a netrc file, runs an action, and gives the lock back.
 *
 * The lock is `FILE.lock`, made with O_EXCL, and says who holds it. A lock whose process is gone is
 * taken over; one whose process lives is never broken.
 *
 * @throws {NetrcError} `ERR_NETRC_LOCKED` after `lockTimeoutMs`, `ERR_NETRC_WRITE`
 */
export async function withLock<Result>(
  path: string,
  options: LockOptions,
  action: () => Promise<Result>,
): Promise<Result> {
  const lock = `${path}.lock`
  await take(lock, path, options.lockTimeoutMs ?? 10_000)
  try {
    return await action()
  } finally {
    await unlink(lock).catch(() => {
      // Somebody removed the lock by hand; the file itself is as it should be.
    })
  }
}

async function take(lock: string, path: string, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    if (await create(lock, path)) return
    if (await removeLeftBehind(lock)) continue
    if (performance.now() > deadline) {
      throw new NetrcError(
        'ERR_NETRC_LOCKED',
        `Another program is changing ${path}; if none is running, remove ${lock}`,
        { path },
      )
    }
    await sleep(1 + Math.random() * 8)
  }
}

async function create(lock: string, path: string): Promise<boolean> {
  const holder: Holder = { pid: process.pid, host: hostname(), since: Date.now() }
  try {
    const handle = await open(lock, 'wx', 0o600)
    try {
      await handle.writeFile(JSON.stringify(holder))
    } finally {
      await handle.close()
    }
    return true
  } catch (cause) {
    if (isCode(cause, 'EEXIST')) return false
    const message = `Cannot write beside ${path}: ${reasonOf(cause)}`
    throw new NetrcError('ERR_NETRC_WRITE', message, { path, cause })
  }
}

/** Removes a lock that its holder left behind; says whether it is worth trying again at once. */
async function removeLeftBehind(lock: string): Promise<boolean> {
  const seen = await contentOf(lock)
  if (seen === undefined) return true
  if (!(await isLeftBehind(lock, seen))) return false
  // Several waiters may find the same dead lock. One at a time may remove it, after looking again,
  // so that nobody removes the lock of the writer that came next.
  const turn = `${lock}.turn`
  try {
    await (await open(turn, 'wx', 0o600)).close()
  } catch {
    if ((await ageMsOf(turn)) > silentLockMs) await unlink(turn).catch(() => undefined)
    return false
  }
  try {
    if ((await contentOf(lock)) === seen) await unlink(lock)
  } finally {
    await unlink(turn).catch(() => undefined)
  }
  return true
}

async function contentOf(lock: string): Promise<string | undefined> {
  return readFile(lock, 'utf8').catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  })
}

async function isLeftBehind(lock: string, content: string): Promise<boolean> {
  const holder = parseHolder(content)
  if (holder === undefined) return (await ageMsOf(lock)) > silentLockMs
  if (holder.host !== hostname()) return Date.now() - holder.since > silentLockMs
  try {
    process.kill(holder.pid, 0)
    return false
  } catch (error) {
    return isCode(error, 'ESRCH')
  }
}

async function ageMsOf(path: string): Promise<number> {
  const stats = await stat(path).catch(() => undefined)
  return stats === undefined ? 0 : Date.now() - stats.mtimeMs
}

function parseHolder(content: string): Holder | undefined {
  try {
    const { pid, host, since } = JSON.parse(content) as Partial<Holder>
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof since !== 'number') {
      return undefined
    }
    return { pid, host, since }
  } catch {
    return undefined
  }
}
