import type { Readable, Writable } from 'node:stream'
import type { Environment } from '@wellkey/credentials'

/** What a command knows of the world: streams and environment. Tests give their own. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined }
  readonly stdout: Writable & { readonly columns?: number | undefined }
  readonly stderr: Writable
  readonly environment: Environment
  /** Talk may have colour: stderr is a terminal, and `NO_COLOR` is not set (no-color.org). */
  readonly isColourful: boolean
}

/** The terminal of this process. A reader that stops reading, as `head` does, ends it quietly. */
export function systemTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
  const isColourful = stderr.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
  return { stdin, stdout, stderr, environment: env, isColourful }
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
