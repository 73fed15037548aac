import type { FsPort, SyncFsPort } from './fs-port.ts'
import type { HostPort, SyncHostPort } from './host-port.ts'
import { nodeFs, nodeFsSync } from './node-fs.ts'
import { nodeHost, nodeHostSync } from './node-host.ts'
import { runGpg, runGpgSync, type RunGpg } from './run-gpg.ts'
import { wait, type Sequence } from './sequence.ts'
import { isCode } from './system-error.ts'

/** What the asynchronous calls work on; the defaults are the running process and its files. */
export interface PortOptions {
  /** Default: `nodeFs`. */
  readonly fs?: FsPort
  /** Default: `nodeHost()`. */
  readonly host?: HostPort
}

/** What the synchronous calls work on; the defaults are the running process and its files. */
export interface SyncPortOptions {
  /** Default: `nodeFsSync`. */
  readonly fs?: SyncFsPort
  /** Default: `nodeHostSync()`. */
  readonly host?: SyncHostPort
}

/** All that a sequence of this folder touches of the world. */
export interface Ports {
  readonly fs: FsPort
  readonly host: HostPort
  readonly runGpg: RunGpg
}

export function portsOf({ fs = nodeFs, host = nodeHost() }: PortOptions): Ports {
  return { fs, host, runGpg }
}

export function syncPortsOf({ fs = nodeFsSync, host = nodeHostSync() }: SyncPortOptions): Ports {
  return { fs, host, runGpg: runGpgSync }
}

/** Tidying up that fails must not hide the error that made it necessary. */
export function* quietly(work: () => Sequence<unknown>): Sequence<boolean> {
  try {
    yield* work()
    return true
  } catch {
    return false
  }
}

/** Removes a file; says whether it is gone. */
export function* removeQuietly({ fs }: Ports, path: string): Sequence<boolean> {
  try {
    yield* wait(fs.unlink(path))
    return true
  } catch (error) {
    return isCode(error, 'ENOENT')
  }
}

/** Closes a file that was only read, or whose content is not wanted. */
export function* closeQuietly({ fs }: Ports, file: number): Sequence<boolean> {
  return yield* quietly(() => wait(fs.close(file)))
}
