import type { Readable, Writable } from 'node:stream'
import { CliError, exitCodes } from './cli-error.ts'
import { printable } from './printable.ts'
import type { Terminal } from './terminal.ts'

/** One answer to choose from. */
export interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly hint?: string
}

/**
 * Asks for a secret; what is typed shows as marks, and never enters the terminal's scroll-back.
 *
 * @throws {CliError} exit code 130 when the person stops with Ctrl-C or Escape
 */
export async function askSecret(
  terminal: Terminal,
  message: string,
  check?: (secret: string) => string | undefined,
): Promise<string> {
  const { password } = await import('@clack/prompts')
  return answer(
    await password({
      ...streams(terminal),
      message: printable(message),
      clearOnError: true,
      validate: (text) => check?.(text ?? ''),
    }),
  )
}

/** Asks for a line of text. Ends as `askSecret` does. */
export async function askText(
  terminal: Terminal,
  message: string,
  options: {
    readonly placeholder?: string
    readonly check?: (text: string) => string | undefined
  } = {},
): Promise<string> {
  const { text } = await import('@clack/prompts')
  const { placeholder, check } = options
  return answer(
    await text({
      ...streams(terminal),
      message: printable(message),
      ...(placeholder !== undefined && { placeholder }),
      validate: (typed) => check?.(typed ?? ''),
    }),
  )
}

/** Asks a question of yes or no; no is what Enter gives. Ends as `askSecret` does. */
export async function askYesNo(terminal: Terminal, message: string): Promise<boolean> {
  const { confirm } = await import('@clack/prompts')
  return answer(
    await confirm({ ...streams(terminal), message: printable(message), initialValue: false }),
  )
}

/** Asks to choose one of several; the first is what Enter gives. Ends as `askSecret` does. */
export async function askChoice<Value extends string>(
  terminal: Terminal,
  message: string,
  choices: readonly Choice<Value>[],
): Promise<Value> {
  const { select } = await import('@clack/prompts')
  const options = choices.map(({ value, label, hint }) => ({
    value: value as string,
    label: printable(label),
    ...(hint !== undefined && { hint: printable(hint) }),
  }))
  return answer(
    await select({ ...streams(terminal), message: printable(message), options }),
  ) as Value
}

/** Questions go where the talk goes, so that stdout keeps to data. */
function streams({ stdin, stderr, signal }: Terminal): {
  readonly input: Readable
  readonly output: Writable
  readonly signal: AbortSignal
} {
  return { input: stdin, output: stderr, signal }
}

function answer<Value>(value: Value): Exclude<Value, symbol> {
  if (typeof value !== 'symbol') return value as Exclude<Value, symbol>
  throw new CliError('Stopped; nothing was changed', exitCodes.interrupted)
}
