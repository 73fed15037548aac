import type * as ChildProcess from 'node:child_process'
import type { Awaitable } from './sequence.ts'

/** One run of gpg. */
export interface GpgCall {
  readonly program: string
  readonly args: readonly string[]
  /** Its standard input; nothing when absent. */
  readonly input?: Uint8Array
  readonly timeoutMs: number
  /** The most it may print. */
  readonly maxBytes: number
}

/** What became of a run. */
export interface GpgAnswer {
  readonly outcome: 'ended' | 'missing' | 'timeout' | 'too large'
  readonly exitCode: number | null
  readonly output: Uint8Array
  /** Its status lines and its talk; never shown, for it may quote what it reads. */
  readonly talk: string
}

export type RunGpg = (call: GpgCall) => Awaitable<GpgAnswer>

// Loaded on use, since hardly anybody's netrc file is encrypted and most bundles need no children.
function childProcess(): typeof ChildProcess {
  return process.getBuiltinModule('node:child_process')
}

/** Runs gpg without a shell, and kills it when its time is over. */
export const runGpg: RunGpg = ({ program, args, input, timeoutMs, maxBytes }) =>
  new Promise((resolve) => {
    const options = {
      encoding: 'buffer',
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: maxBytes,
      windowsHide: true,
    } as const
    const child = childProcess().execFile(program, args, options, (error, output, talk) => {
      resolve(answerOf(error, child.exitCode, child.killed, output, talk))
    })
    // gpg that ends before it read everything says why by its exit code.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })

/** As {@link runGpg}, stopping the thread meanwhile. */
export const runGpgSync: RunGpg = ({ program, args, input, timeoutMs, maxBytes }) => {
  const { error, status, stdout, stderr } = childProcess().spawnSync(program, [...args], {
    input: input ?? new Uint8Array(),
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: maxBytes,
    windowsHide: true,
  })
  const isKilled = error !== undefined && 'code' in error && error.code === 'ETIMEDOUT'
  return answerOf(error ?? null, status, isKilled, stdout, stderr)
}

function answerOf(
  error: unknown,
  exitCode: number | null,
  isKilled: boolean,
  output: Uint8Array | null,
  talk: Uint8Array | null,
): GpgAnswer {
  return {
    outcome: outcomeOf(error, isKilled),
    exitCode,
    output: output ?? new Uint8Array(),
    talk: new TextDecoder().decode(talk ?? new Uint8Array()),
  }
}

function outcomeOf(error: unknown, isKilled: boolean): GpgAnswer['outcome'] {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER' || code === 'ENOBUFS') return 'too large'
  if (isKilled) return 'timeout'
  return typeof code === 'string' ? 'missing' : 'ended'
}
