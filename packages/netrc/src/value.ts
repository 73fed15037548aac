import type { Syntax } from './netrc-document.ts'
import { endOf, startOf } from './scan.ts'
import { encodeText, readable } from './source-text.ts'

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** The value that a token spells, as characters of the source. */
export function valueOf(syntax: Syntax, token: number): string {
  const spelling = syntax.text.slice(startOf(syntax, token), endOf(syntax, token))
  if (!spelling.startsWith('"')) return spelling
  const isClosed = spelling.length > 1 && spelling.endsWith('"')
  const inner = spelling.slice(1, isClosed ? -1 : undefined)
  if (!inner.includes('\\')) return inner
  return inner.replace(/\\([^])/g, (_, letter: string) => escapes[letter] ?? letter)
}

/** The value that a token spells, as text; as bytes where it is not UTF-8; absent for -1. */
export function readValue(syntax: Syntax, token: number): string | Uint8Array | undefined {
  if (token < 0) return undefined
  const value = valueOf(syntax, token)
  return readable(value, syntax.kind) ?? encodeText(value, syntax.kind)
}
