import { join } from 'node:path'
import { fs as nodeFs } from './builtins.ts'
import type { FileStats, FsPort } from './fs-port.ts'
import type { HostPort } from './host-port.ts'
import { quietly, type Ports } from './ports.ts'
import { wait, type Sequence } from './sequence.ts'
import { isCode } from './system-error.ts'

// Windows has no O_NOFOLLOW; `|` reads the missing constant as 0.
const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = nodeFs.constants

/** Whose file it is: the process, where it runs, and a random part that nobody can guess. */
const pattern = /^\.netrc-(\d+)-([0-9a-f]{8})-\w+\.tmp$/

/** No save takes a day, wherever it runs. */
const longestSaveMs = 24 * 60 * 60 * 1000

/** How often a name that is taken is replaced by another. */
const mostNames = 10

let lastPlace: string | undefined
let lastTag = ''

/** A temporary file under a name of its own, open and empty. */
export interface TemporaryFile {
  readonly path: string
  readonly handle: number
  /** No longer remove it when the process ends. */
  readonly release: () => void
}

/** Makes an empty file that only this user can read. */
export function* makeTemporary({ fs, host }: Ports, folder: string): Sequence<TemporaryFile> {
  for (let attempt = 1; ; attempt++) {
    const name = `.netrc-${host.pid}-${tagOf(host)}-${host.randomName()}.tmp`
    const path = join(folder, name)
    try {
      const handle = yield* wait(fs.open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600))
      return { path, handle, release: host.removeAtExit(path) }
    } catch (error) {
      if (!isCode(error, 'EEXIST') || attempt === mostNames) throw error
    }
  }
}

const swept = new WeakMap<FsPort, Set<string>>()

/** Says whether this process is asked for a folder for the first time. */
export function isFirstSweep({ fs }: Ports, folder: string): boolean {
  let folders = swept.get(fs)
  if (folders === undefined) swept.set(fs, (folders = new Set()))
  const isFirst = !folders.has(folder)
  folders.add(folder)
  return isFirst
}

/**
 * Removes the temporary files in a folder that killed writers left there.
 *
 * One is left behind when its process on this machine is gone, or after a day. What is not a
 * regular file of this user stays.
 */
export function* sweepTemporaries(ports: Ports, folder: string): Sequence<void> {
  const { fs } = ports
  let names: readonly string[] = []
  yield* quietly(function* () {
    names = yield* wait(fs.readdir(folder))
  })
  for (const name of names) {
    const [, pid, tag] = pattern.exec(name) ?? []
    if (pid === undefined || tag === undefined) continue
    const path = join(folder, name)
    yield* quietly(function* () {
      const stats = yield* wait(fs.lstat(path))
      if (isSweepable(ports.host, stats, Number(pid), tag)) yield* wait(fs.unlink(path))
    })
  }
}

function isSweepable(host: HostPort, stats: FileStats, pid: number, tag: string): boolean {
  if (!stats.isFile()) return false
  if (host.userId !== undefined && host.userId !== 0 && stats.uid !== BigInt(host.userId)) {
    return false
  }
  const isGone = tag === tagOf(host) && !host.stateOf(pid).isRunning
  return isGone || host.wallMs() - Number(stats.mtimeMs) > longestSaveMs
}

/** Where a process number means something: this start of this machine, or this container. */
function tagOf({ hostname, boot = '' }: HostPort): string {
  const place = `${hostname}\n${boot}`
  if (place !== lastPlace) {
    lastPlace = place
    lastTag = process
      .getBuiltinModule('node:crypto')
      .createHash('sha256')
      .update(place)
      .digest('hex')
      .slice(0, 8)
  }
  return lastTag
}
