import { endOfLine, endOfMacro, skipBlanks } from './lex.ts'
import type { Grammar } from './dialect.ts'
import type { FailureRule } from './tokens.ts'
import { byteLength } from './limits.ts'

/** What the macros of an entry take up. */
export interface FtpMacros {
  readonly count: number
  readonly bytes: number
}

/** ftp of inetutils has room for so many macros, and so many bytes of their lines. */
const most: FtpMacros = { count: 16, bytes: 4096 }

/**
 * Where a macro ends whose name follows at `from`, and what all macros take up with it; or the rule
 * that it breaks, for which ftp gives up.
 */
export function endOfFtpMacro(
  text: string,
  from: number,
  grammar: Grammar,
  before: FtpMacros,
): FailureRule | (FtpMacros & { readonly end: number }) {
  const name = skipBlanks(text, from)
  if (name >= text.length || text[name] === '\n') return 'netrc/missing-value'
  if (before.count === most.count) return 'netrc/macro-limits'
  const body = endOfLine(text, name) + 1
  const end = endOfMacro(text, body, grammar)
  const bytes = before.bytes + byteLength(text.slice(body, end < 0 ? text.length : end - 1))
  if (bytes >= most.bytes) return 'netrc/macro-limits'
  return end < 0 ? 'netrc/macro-unterminated' : { end, bytes, count: before.count + 1 }
}
