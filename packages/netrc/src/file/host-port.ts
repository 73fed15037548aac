import type { FileStats } from './fs-port.ts'
import type { Awaitable } from './sequence.ts'

/** A running process, as far as the operating system tells. */
export interface ProcessState {
  readonly isRunning: boolean
  /** When it started, in clock ticks since the start of the system; Linux only. */
  readonly startTicks?: number
}

/**
 * What locking and saving ask of the process and the machine they run on.
 *
 * The default is the running process. Give another one to test the rules of another platform, a
 * clock that jumps, or a process number that was used before.
 */
export interface HostPort {
  readonly platform: NodeJS.Platform
  /** The effective user; absent where the system has no such numbers. */
  readonly userId?: number
  readonly pid: number
  /** The thread of the process that does the work. */
  readonly thread: number
  readonly hostname: string
  /** Tells apart what shares a host name: starts of the machine, containers. Linux only. */
  readonly boot?: string | undefined
  /** Whether {@link HostPort.sleep} stops this thread, and all else that it runs, meanwhile. */
  readonly isBlocking: boolean
  stateOf(pid: number): ProcessState
  /** Milliseconds that only go forward. */
  elapsedMs(): number
  /** Milliseconds since 1970, as files are stamped. */
  wallMs(): number
  sleep(ms: number): Awaitable<void>
  /** At least 72 random bits as letters and digits. */
  randomName(): string
  /**
   * Has a file removed if the process ends before the answer is called; when its state is given, only
   * if it is still that file.
   */
  removeAtExit(path: string, stats?: FileStats): () => void
}

/** A {@link HostPort} that waits by stopping the thread, as the synchronous calls need it. */
export interface SyncHostPort extends HostPort {
  sleep(ms: number): void
}
