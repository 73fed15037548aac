import type { Argument, Command, Option } from 'commander'

/** What has been typed, as far as completion needs it, and what comes next. */
export interface Position {
  readonly command: Command
  readonly operands: readonly string[]
  /** Values of options by their attribute names, the last one of each. */
  readonly values: Readonly<Record<string, string>>
  /** The option whose value is being typed. */
  readonly option: Option | undefined
  /** The operand that is being typed. */
  readonly argument: Argument | undefined
  /** Behind `--` there are no options. */
  readonly isBehindDashes: boolean
}

/** Walks the words before the one that is being typed, through the tree of commands. */
export function positionOf(root: Command, words: readonly string[]): Position {
  let command = root
  let option: Option | undefined
  let isBehindDashes = false
  let operands: string[] = []
  const values: Record<string, string> = {}
  for (const word of words) {
    if (option !== undefined) {
      values[option.attributeName()] = word
      option = undefined
    } else if (isBehindDashes || !word.startsWith('-') || word === '-') {
      const sub = operands.length === 0 && !isBehindDashes ? subOf(command, word) : undefined
      if (sub === undefined) operands.push(word)
      else command = sub
    } else if (word === '--') isBehindDashes = true
    else {
      const at = word.indexOf('=')
      const found = optionOf(command, at < 0 ? word : word.slice(0, at))
      if (found === undefined || !(found.required || found.optional)) continue
      if (at < 0) option = found
      else values[found.attributeName()] = word.slice(at + 1)
    }
  }
  const { registeredArguments } = command
  const last = registeredArguments.at(-1)
  const argument =
    registeredArguments[operands.length] ?? (last?.variadic === true ? last : undefined)
  return { command, operands, values, option, argument, isBehindDashes }
}

/** The option of a command by its flag, as `--server` or `-V`. */
export function optionOf(command: Command, flag: string): Option | undefined {
  return command.options.find(({ long, short }) => flag === long || flag === short)
}

function subOf(command: Command, word: string): Command | undefined {
  return command.commands.find((sub) => sub.name() === word || sub.aliases().includes(word))
}
