import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { threadId } from 'node:worker_threads'
import type { HostPort, ProcessState, SyncHostPort } from './host-port.ts'
import { removeAtExit, removeAtExitOnly } from './remove-at-exit.ts'
import { isCode } from './system-error.ts'

let thisProcess: ProcessState | undefined
let thisHost: Omit<HostPort, 'isBlocking' | 'sleep' | 'removeAtExit'> | undefined

/** The running process, for the asynchronous calls. */
export function nodeHost(): HostPort {
  return { ...describeHost(), isBlocking: false, sleep, removeAtExit }
}

/** The running process, for the synchronous calls. */
export function nodeHostSync(): SyncHostPort {
  // A signal handler cannot run in the middle of synchronous work; the signal ends the process.
  return {
    ...describeHost(),
    isBlocking: true,
    sleep: stopThread,
    removeAtExit: removeAtExitOnly,
  }
}

function describeHost(): Omit<HostPort, 'isBlocking' | 'sleep' | 'removeAtExit'> {
  const boot = thisHost === undefined ? bootOfLinux() : thisHost.boot
  const userId = process.geteuid?.()
  thisHost = {
    platform: process.platform,
    ...(userId !== undefined && { userId }),
    pid: process.pid,
    thread: threadId,
    hostname: hostname(),
    ...(boot !== undefined && { boot }),
    stateOf,
    elapsedMs: () => performance.now(),
    wallMs: Date.now,
    randomName: () => randomUUID().replaceAll('-', ''),
  }
  return thisHost
}

/** Machines and containers that share a host name differ in this. */
function bootOfLinux(): string | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
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
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
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
