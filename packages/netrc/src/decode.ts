import type { Grammar } from './dialect.ts'

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** What a spelling means to a dialect, as characters of the source. */
export function decode(spelling: string, grammar: Grammar): string {
  const isQuoted = spelling.startsWith('"') && grammar.quotes !== 'none'
  const text =
    grammar.cr === 'line end' && spelling.includes('\r')
      ? spelling.replaceAll(/\r\n?/g, '\n')
      : spelling
  let value = text
  if (isQuoted) value = decodeQuoted(text, grammar)
  else if (grammar.bareEscapes === 'all') value = withoutEscapes(text, '')
  // `*cp++ = c` comes before the loop that looks for a backslash (inetutils, ftp/ruserpass.c), and
  // the EOF that it takes for the escaped character is the byte 255.
  else if (grammar.bareEscapes === 'inside') {
    value = text.slice(0, 1) + withoutEscapes(text.slice(1), '\u00ff')
  }
  if (grammar.nul !== 'cuts the token') return value
  const nul = value.indexOf('\0')
  return nul < 0 ? value : value.slice(0, nul)
}

function decodeQuoted(spelling: string, grammar: Grammar): string {
  let text = spelling
  if (grammar.trimsQuotedLines) {
    text = text.replaceAll(/\0[^\n]*/g, '').replaceAll(/\n(?:[ \t]*#[^\n]*\n)*[ \t]*/g, '\n')
  }
  if (!text.includes('\\') && text.length > 1 && text.endsWith('"')) return text.slice(1, -1)
  let value = ''
  let from = 1
  let at = 1
  for (; at < text.length && text[at] !== '"'; at++) {
    if (text[at] !== '\\') continue
    const letter = text[at + 1] ?? ''
    value += text.slice(from, at)
    value += (grammar.hasControlEscapes ? controls[letter] : undefined) ?? letter
    from = ++at + 1
  }
  return value + text.slice(from, at)
}

function withoutEscapes(text: string, atEnd: string): string {
  if (!text.includes('\\')) return text
  return text.replaceAll(/\\([^]?)/g, (_, letter: string) => letter || atEnd)
}
