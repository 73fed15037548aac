import type { Grammar } from './dialect.ts'
import { endOfLine, endOfMacro, skipBlanks } from './ends.ts'
import { byteLength } from './limits.ts'
import type { FailureRule } from './tokens.ts'

/** What the macros of an entry take up. */
export interface FtpMacros {
  readonly count: number
  readonly bytes: number
  /** Where the last of them ends. */
  readonly end: number
}

export const noMacros: FtpMacros = { count: 0, bytes: 0, end: 0 }

/**
 * What all macros of an entry take up with the one whose name follows at `from`; or the rule that it
 * breaks, for which ftp gives up: inetutils has room for 16, and for 4,096 bytes of their lines.
 */
export function withFtpMacro(
  text: string,
  from: number,
  grammar: Grammar,
  before: FtpMacros,
): FailureRule | FtpMacros {
  const name = skipBlanks(text, from)
  if (name >= text.length || text[name] === '\n') return 'netrc/missing-value'
  const body = endOfLine(text, name) + 1
  const end = endOfMacro(text, body, grammar)
  const lines = text.slice(body, end < 0 ? text.length : end - 1)
  const bytes = before.bytes + byteLength(lines)
  if (before.count === 16 || bytes >= 4096) return 'netrc/macro-limits'
  return end < 0 ? 'netrc/macro-unterminated' : { count: before.count + 1, bytes, end }
}
