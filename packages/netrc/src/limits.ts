import type { Grammar } from './dialect.ts'
import { endOfLine, skipBlanks } from './lex.ts'
import type { FailureRule } from './tokens.ts'

/** The length of a part of a text in bytes of UTF-8. */
export function byteLength(text: string, from: number = 0, end: number = text.length): number {
  let bytes = end - from
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at)
    // Half a surrogate pair has two bytes here, as four for both.
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1
  }
  return bytes
}

/** The limit that a whole text breaks: of a line, or of the file without its comment lines. */
export function limitBroken(text: string, { longest }: Grammar): FailureRule | undefined {
  const { line: longestLine = Infinity, file: longestFile = Infinity } = longest
  // No character has more than three bytes to a code unit.
  if (text.length * 3 < Math.min(longestLine, longestFile)) return undefined
  let kept = 0
  for (let from = 0; from < text.length;) {
    const end = endOfLine(text, from) + 1
    const start = skipBlanks(text, from)
    if (bytesUpTo(text, from, end, longestLine) > longestLine) return 'netrc/line-too-long'
    if (text[start] !== '#') kept += bytesUpTo(text, start, end, longestFile)
    if (kept > longestFile) return 'netrc/file-too-long'
    from = end
  }
  return undefined
}

function bytesUpTo(text: string, from: number, end: number, most: number): number {
  return end - from > most ? Infinity : byteLength(text, from, end)
}
