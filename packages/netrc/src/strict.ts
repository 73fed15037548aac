import { decode } from './decode.ts'
import type { Grammar } from './dialect.ts'
import { lowerCase } from './host.ts'
import * as TokenKind from './token-kind.ts'
import { kindOf, spellingOf, startOf } from './tokens.ts'
import type { FailureRule, Scan, ScanFailure } from './tokens.ts'

const plain =
  // oxlint-disable-next-line no-control-regex
  /^(?!(?:machine|default|login|password|account|macdef)$)[^"\\\0-\x1f\x7f][^\\\0-\x1f\x7f]*$/
// oxlint-disable-next-line no-control-regex
const quoted = /^"(?:[^"\\\0-\x1f\x7f]|\\["\\])*"$/

/**
 * What the strict dialect refuses besides what stops its scanner: all that some program reads in
 * another way than the rest. The first finding in file order.
 */
export function strictFailure(
  read: Scan & { readonly text: string },
  grammar: Grammar,
): ScanFailure | undefined {
  const { text, tokens, entries } = read
  // `true` stands for the default entry, behind which none may come.
  const names = new Set<string | true>()
  let hasMacro = false
  for (let token = 0; token < tokens.length; token++) {
    const kind = kindOf(read, token)
    const entry = entries[names.size]
    let rule: FailureRule | undefined
    if (entry?.head === token) {
      const name = entry.isDefault || lowerCase(decode(spellingOf(read, entry.host), grammar))
      const isEmpty = name === '' || Math.max(entry.login, entry.password, entry.account) < 0
      if (names.has(name) || names.has(true)) rule = 'netrc/duplicate-host'
      else if (isEmpty) rule = 'netrc/missing-value'
      names.add(name)
      hasMacro = false
    } else if (kind === TokenKind.Macro) {
      // Macros stand behind the last field of an entry.
      if (names.size === 0) rule = 'netrc/unknown-keyword'
      hasMacro = true
    } else if (kind === TokenKind.Value) {
      const spelling = spellingOf(read, token)
      const next = text[startOf(read, token) + spelling.length] ?? '\n'
      const isRight = spelling.startsWith('"')
        ? quoted.test(spelling) && ' \t\r\n'.includes(next)
        : plain.test(spelling)
      if (hasMacro || !isRight) rule = 'netrc/unknown-keyword'
    }
    if (rule !== undefined) return { rule, token }
  }
  return undefined
}
