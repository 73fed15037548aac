import type { Readable, Writable } from 'node:stream'
import type { Environment, Keychain } from '@wellkey/credentials'
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
  readonly environment: Environment
  /** Talk may have colour: stderr is a terminal, and `NO_COLOR` is not set (no-color.org). */
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
  let stdout: NodeJS.WriteStream | undefined
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
      return process.stderr
    },
    environment: env,
    get isColourful() {
      return process.stderr.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
    },
    get isInteractive() {
      return process.stdin.isTTY && process.stderr.isTTY
    },
    signal,
    handOver,
    now: () => new Date(),
  }
}

/** Prints data: one or more lines to stdout. */
export function print(terminal: Terminal, text: string): void {
  terminal.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** Prints data as JSON to stdout, indented. */
export function printJson(terminal: Terminal, value: unknown): void {
  print(terminal, JSON.stringify(value, undefined, 2))
}

/** Tells the person something: one or more lines to stderr. */
export function say(terminal: Terminal, text: string): void {
  terminal.stderr.write(`${text}\n`)
}
