import type { Scan, ScanFailure, FailureRule, EntryTokens } from './tokens.ts'
import { endOf, kindOf, startOf, TokenKind } from './tokens.ts'
import { decode } from './decode.ts'
import type { Grammar } from './dialect.ts'
import { lowerCase } from './host.ts'

/** A text that the scanner of the strict dialect could read. */
interface Read extends Scan {
  readonly text: string
  readonly grammar: Grammar
}

/**
 * What the strict dialect refuses besides what stops its scanner: all that some program reads in
 * another way than the rest. The first finding in file order.
 */
export function strictFailure(read: Read): ScanFailure | undefined {
  const found = [...misspelledValues(read), ...misplacedEntries(read), ...misplacedMacros(read)]
  return found.toSorted((one, other) => one.token - other.token)[0]
}

// oxlint-disable-next-line no-control-regex
const control = /[\0-\x1f\x7f]/
const keyword = /^(?:machine|default|login|password|account|macdef)$/
const quoted = /^"(?:[^"\\]|\\["\\])*"$/

/** No other escapes than of a quote and a backslash, nothing glued to a quote, no bare keyword. */
function* misspelledValues(read: Read): Generator<ScanFailure> {
  for (let token = 0; token < read.tokens.length; token++) {
    if (kindOf(read, token) !== TokenKind.Value) continue
    const end = endOf(read, token)
    const spelling = read.text.slice(startOf(read, token), end)
    const isRight = spelling.startsWith('"')
      ? quoted.test(spelling) && /[ \t\r\n]/.test(read.text[end] ?? '\n')
      : !spelling.includes('\\') && !keyword.test(spelling)
    if (!isRight || control.test(spelling)) yield { rule: 'netrc/unknown-keyword', token }
  }
}

/** No entry without values, none behind `default`, no second one of a machine. */
function* misplacedEntries(read: Read): Generator<ScanFailure> {
  const names = new Set<string | true>()
  for (const entry of read.entries) {
    const rule = misplacement(read, entry, names)
    if (rule !== undefined) yield { rule, token: entry.head }
  }
}

function misplacement(
  read: Read,
  entry: EntryTokens,
  names: Set<string | true>,
): FailureRule | undefined {
  // `true` stands for the default entry.
  const name = entry.isDefault || nameOf(read, entry.host)
  const isDoubled = names.has(name) || names.has(true)
  names.add(name)
  if (isDoubled) return 'netrc/duplicate-host'
  const isEmpty = Math.max(entry.login, entry.password, entry.account) < 0
  return isEmpty || name === '' ? 'netrc/missing-value' : undefined
}

function nameOf(read: Read, token: number): string {
  return lowerCase(decode(read.text.slice(startOf(read, token), endOf(read, token)), read.grammar))
}

/** Macros stand behind the last field of an entry. */
function* misplacedMacros(read: Read): Generator<ScanFailure> {
  const [first] = read.entries
  let entry = -1
  let hasMacro = false
  for (let token = 0; token < read.tokens.length; token++) {
    const kind = kindOf(read, token)
    if (token === read.entries[entry + 1]?.head) {
      entry++
      hasMacro = false
    } else if (kind === TokenKind.Macro) {
      if (first === undefined || token < first.head) yield { rule: 'netrc/unknown-keyword', token }
      hasMacro = true
    } else if (kind === TokenKind.Value && hasMacro) {
      yield { rule: 'netrc/unknown-keyword', token }
    }
  }
}
