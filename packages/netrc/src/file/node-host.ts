import { fs } from './builtins.ts'
import type { HostPort, ProcessState, SyncHostPort } from './host-port.ts'
import { removeAtExit, removeAtExitOnly } from './remove-at-exit.ts'
import { isCode } from './system-error.ts'

let thisProcess: ProcessState | undefined
let thisHost: Pick<HostPort, 'thread' | 'hostname' | 'boot'> | undefined

/** The running process, for the asynchronous calls. */
export function nodeHost(): HostPort {
  const { setTimeout: sleep } = process.getBuiltinModule('node:timers/promises')
  return hostWith({
    isBlocking: false,
    sleep: (ms: number): Promise<void> => sleep(ms),
    removeAtExit,
  })
}

/** The running process, for the synchronous calls. */
export function nodeHostSync(): SyncHostPort {
  // A signal handler cannot run in the middle of synchronous work; the signal ends the process.
  return hostWith({ isBlocking: true, sleep: stopThread, removeAtExit: removeAtExitOnly })
}

type Own = Pick<HostPort, 'isBlocking' | 'sleep' | 'removeAtExit'>

function hostWith<Waiting extends Own>(own: Waiting): Waiting & Omit<HostPort, keyof Own> {
  const userId = process.geteuid?.()
  return {
    ...own,
    platform: process.platform,
    ...(userId !== undefined && { userId }),
    pid: process.pid,
    // Only locks and saves need these, and asking costs more than a look-up.
    get thread() {
      return lasting().thread
    },
    get hostname() {
      return lasting().hostname
    },
    get boot() {
      return lasting().boot
    },
    stateOf,
    elapsedMs: () => performance.now(),
    wallMs: Date.now,
    randomName: () => process.getBuiltinModule('node:crypto').randomUUID().replaceAll('-', ''),
  }
}

/** What never changes while the process runs. */
function lasting(): Pick<HostPort, 'thread' | 'hostname' | 'boot'> {
  thisHost ??= {
    thread: process.getBuiltinModule('node:worker_threads').threadId,
    hostname: process.getBuiltinModule('node:os').hostname(),
    boot: bootOfLinux(),
  }
  return thisHost
}

/** Machines and containers that share a host name differ in this. */
function bootOfLinux(): string | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${fs.readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return undefined
  }
}

function stateOf(pid: number): ProcessState {
  // Asked at each save, and it never changes.
  return pid === process.pid ? (thisProcess ??= lookAt(pid)) : lookAt(pid)
}

function lookAt(pid: number): ProcessState {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, but as somebody else.
    if (isCode(error, 'ESRCH')) return { isRunning: false }
  }
  return process.platform === 'linux' ? stateOnLinux(pid) : { isRunning: true }
}

// proc(5): the fields follow the command's name in brackets, which may hold anything; the state is
// field 3, the start time field 22. A zombie (Z) or dead (X) process runs no more.
function stateOnLinux(pid: number): ProcessState {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    if (/^[ZX]/.test(fields[0] ?? '')) return { isRunning: false }
    const startTicks = Number(fields[19])
    return { isRunning: true, ...(Number.isSafeInteger(startTicks) && { startTicks }) }
  } catch {
    return { isRunning: true }
  }
}

function stopThread(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
