import { curlLimits, hasCurlLimits, type Grammar } from './dialect.ts'
import { endOfLine, skipBlanks } from './ends.ts'
import type { FailureRule } from './tokens.ts'

/** The length of a text in bytes of UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}

/** The limit that a whole text breaks: of a line, or of the file without its comment lines. */
export function limitBroken(text: string, grammar: Grammar): FailureRule | undefined {
  // No character has more than three bytes to a code unit.
  if (!(grammar & hasCurlLimits) || text.length * 3 < curlLimits.line) return undefined
  let kept = 0
  for (let from = 0; from < text.length;) {
    const end = endOfLine(text, from) + 1
    const start = skipBlanks(text, from)
    if (byteLength(text.slice(from, end)) > curlLimits.line) return 'netrc/line-too-long'
    if (text[start] !== '#') kept += byteLength(text.slice(start, end))
    if (kept > curlLimits.file) return 'netrc/file-too-long'
    from = end
  }
  return undefined
}
