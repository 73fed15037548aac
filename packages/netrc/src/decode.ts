import {
  hasBareEscapes,
  hasControlEscapes,
  hasCrLines,
  hasLateEscapes,
  hasNoQuotes,
  nulCutsToken,
  trimsQuotedLines,
  type Grammar,
} from './dialect.ts'

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** What a spelling means to a dialect, as characters of the source. */
export function decode(spelling: string, grammar: Grammar): string {
  let value = grammar & hasCrLines ? spelling.replaceAll(/\r\n?/g, '\n') : spelling
  if (value.startsWith('"') && !(grammar & hasNoQuotes)) {
    if (grammar & trimsQuotedLines) {
      value = value.replaceAll(/\0[^\n]*/g, '').replaceAll(/\n(?:[ \t]*#[^\n]*\n)*[ \t]*/g, '\n')
    }
    value = value
      .slice(1)
      .replaceAll(
        /\\([^]?)|"$/g,
        (_, letter = '') => (grammar & hasControlEscapes && controls[letter]) || letter,
      )
  } else if (grammar & hasBareEscapes) {
    // `*cp++ = c` comes before the loop that looks for a backslash (inetutils, ftp/ruserpass.c), and
    // the EOF that it takes for the escaped character is the byte 255.
    const isLate = grammar & hasLateEscapes
    const first = isLate ? value.slice(0, 1) : ''
    const atEnd = isLate ? '\u00ff' : ''
    value =
      first +
      value.slice(first.length).replaceAll(/\\([^]?)/g, (_, letter: string) => letter || atEnd)
  }
  return grammar & nulCutsToken ? value.replace(/\0[^]*/, '') : value
}
