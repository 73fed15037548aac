import type { Readable, Writable } from 'node:stream'
import type { Environment, Keychain } from '@wellkey/credentials'
import { directOutput, type DirectOutput, type OutputNumber } from './direct-output.ts'
import type { Interruption } from './interruption.ts'

/** What a stream tells about the screen that it is shown on, if there is one. */
interface Screen {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** What a command knows of the world. Tests give their own. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined }
  readonly stdout: Writable & Screen
  readonly stderr: Writable & Screen
  /** What does not go by a stream. Default: everything does. */
  readonly direct?: DirectOutput
  readonly environment: Environment
  /** Talk may have colour: see `hasColour`. */
  readonly isColourful: boolean
  /** A person is there to be asked: stdin and stderr are terminals. */
  readonly isInteractive: boolean
  /** Aborts at Ctrl-C. What sends a request or copies rows listens to it. */
  readonly signal: AbortSignal
  /** Lets a program that runs in our place get the signals, instead of ending with 130. */
  readonly handOver?: Interruption['handOver']
  /** Default: the keychain of the system. */
  readonly keychain?: Keychain
  /** The file of what is remembered of keys. Default: the one of the person. */
  readonly records?: string
  readonly now: () => Date
}

/**
 * The terminal of this process. A reader that stops reading, as `head` does, ends it quietly. Each
 * stream is opened by its first use: opening one takes milliseconds.
 */
export function systemTerminal({ signal, handOver }: Interruption): Terminal {
  const { env } = process
  const direct = directOutput()
  let stdout: NodeJS.WriteStream | undefined
  let stderr: NodeJS.WriteStream | undefined
  const openStderr = (): NodeJS.WriteStream => {
    stderr ??= process.stderr.on('error', (error: NodeJS.ErrnoException) => {
      // Talk that nobody hears changes nothing.
      if (error.code !== 'EPIPE') throw error
    })
    return stderr
  }
  const isScreen = (): boolean => !direct.isPlain(2) && openStderr().isTTY
  return {
    get stdin() {
      return process.stdin
    },
    get stdout() {
      stdout ??= process.stdout.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE') throw error
        process.exit(0)
      })
      return stdout
    },
    get stderr() {
      return openStderr()
    },
    direct,
    environment: env,
    get isColourful() {
      return hasColour(env, isScreen)
    },
    get isInteractive() {
      return isScreen() && process.stdin.isTTY
    },
    signal,
    handOver,
    now: () => new Date(),
  }
}

/**
 * Whether talk has colour: never with `NO_COLOR` (no-color.org), always with `FORCE_COLOR`, which `0`
 * and `false` turn round; else on a screen that is not `TERM=dumb`. An empty variable says nothing.
 */
export function hasColour(environment: Environment, isScreen: () => boolean): boolean {
  const { NO_COLOR: never, FORCE_COLOR: always, TERM: kind } = environment
  if (never) return false
  if (always) return always !== '0' && always !== 'false'
  return kind !== 'dumb' && isScreen()
}

/** How many columns stdout has; `undefined` where it is no screen. */
export function widthOf(terminal: Terminal): number | undefined {
  // Asking the stream opens it.
  return terminal.direct?.isPlain(1) === true ? undefined : terminal.stdout.columns
}

/** Prints data: one or more lines to stdout. */
export function print(terminal: Terminal, text: string): void {
  write(terminal, 1, text.endsWith('\n') ? text : `${text}\n`)
}

/** Prints data as JSON to stdout, indented. */
export function printJson(terminal: Terminal, value: unknown): void {
  print(terminal, JSON.stringify(value, undefined, 2))
}

/** Tells the person something: one or more lines to stderr. */
export function say(terminal: Terminal, text: string): void {
  write(terminal, 2, `${text}\n`)
}

/** Writes text as it is. */
export function write(terminal: Terminal, output: OutputNumber, text: string): void {
  const rest = terminal.direct?.write(output, text) ?? text
  if (rest.length > 0) (output === 1 ? terminal.stdout : terminal.stderr).write(rest)
}
