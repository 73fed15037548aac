import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** strace on a running process. */
export interface Strace {
  /** What it wrote so far. */
  trace(): string
  /** Waits until it has seen something. */
  saw(text: string): Promise<void>
  kill(): void
  readonly isClosed: Promise<unknown>
}

/** Attaches strace to a process; it then counts, fails or delays the system calls of all its threads. */
export async function attachStrace(pid: number, ...options: readonly string[]): Promise<Strace> {
  const strace = spawn('strace', ['-f', '-y', '-p', String(pid), ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let trace = ''
  let hasEnded = false
  strace.stderr.setEncoding('utf8').on('data', (part: string) => (trace += part))
  const isClosed = once(strace, 'close').then(() => (hasEnded = true))
  const saw = async (text: string): Promise<void> => {
    while (!trace.includes(text)) {
      if (hasEnded) throw new Error(`strace ended before it saw ${text}: ${trace}`)
      await Promise.race([once(strace.stderr, 'data'), isClosed])
    }
  }
  await saw('attached')
  return { trace: () => trace, saw, kill: () => strace.kill('SIGKILL'), isClosed }
}
