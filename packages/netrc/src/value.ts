import { decode } from './decode.ts'
import type { Syntax } from './netrc-document.ts'
import { encodeText, readable } from './source-text.ts'
import { spellingOf } from './tokens.ts'

/** The value that a token spells, as characters of the source. */
export function valueOf(syntax: Syntax, token: number): string {
  return decode(spellingOf(syntax, token), syntax.grammar)
}

/** The value that a token spells, as text; as bytes where it is not UTF-8; absent for -1. */
export function readValue(syntax: Syntax, token: number): string | Uint8Array | undefined {
  if (token < 0) return undefined
  const value = valueOf(syntax, token)
  return readable(value, syntax.kind) ?? encodeText(value, syntax.kind)
}
