import * as TokenKind from './token-kind.ts'
import { bitsOfKind, newEntry, twiceAsLong } from './tokens.ts'
import type { Progress } from './usual-reader.ts'

// A word of up to eight ASCII letters as two numbers, which are as exact as the word.
const [machineStart, machineEnd] = [0x6d616368, 0x696e65]
const [loginStart, loginEnd] = [0x6c6f6769, 0x6e]
const [passwordStart, passwordEnd] = [0x70617373, 0x776f7264]

/**
 * Reads on as long as a text is what nearly all of it is: `machine`, `login` and `password`, each with a value
 * without quotes, between spaces and line ends. It stops before anything else, which {@link scan} reads. It is the
 * same grammar, without a call for a token.
 *
 * @param text has no separators but spaces and LF
 */
export function readPlainly(text: string, progress: Progress): Progress {
  const { length } = text
  const { entries } = progress
  let { at, tokens, count, entry, startsLine } = progress
  while (at < length) {
    // Four tokens: blank, keyword, blank, value.
    if (count + 4 > tokens.length) tokens = twiceAsLong(tokens)
    let end = at
    let code = text.charCodeAt(end)
    while (code === 32 || code === 10) code = text.charCodeAt(++end)
    const start = end
    let [first, second] = [0, 0]
    // Above 127 a letter would be taken for several.
    while (code > 32 && code < 128 && end - start < 4) {
      first = (first << 8) | code
      code = text.charCodeAt(++end)
    }
    while (code > 32 && code < 128 && end - start < 8) {
      second = (second << 8) | code
      code = text.charCodeAt(++end)
    }
    if (code !== 32 && code !== 10) break
    const isHost = first === machineStart && second === machineEnd
    const isLogin = first === loginStart && second === loginEnd
    const isPassword = first === passwordStart && second === passwordEnd
    if (!isHost && (entry === undefined || (!isLogin && !isPassword))) break
    const keywordEnd = end
    while (code === 32 || code === 10) code = text.charCodeAt(++end)
    // Quotes, comments, and the end of the text.
    if (end >= length || code === 34 || code === 35) break
    const valueStart = end
    const near = end + 24
    while (end < length && code !== 32 && code !== 10 && end < near) code = text.charCodeAt(++end)
    if (end === near && code !== 32 && code !== 10) end = endOfLong(text, end)
    if (start > at) tokens[count++] = (start << bitsOfKind) | TokenKind.Blank
    if (isHost || entry === undefined) {
      entry = newEntry(count, false)
      entries.push(entry)
    }
    tokens[count++] = (keywordEnd << bitsOfKind) | TokenKind.Keyword
    tokens[count++] = (valueStart << bitsOfKind) | TokenKind.Blank
    entry.last = count
    if (isHost) entry.host = count
    else if (isLogin) entry.login = count
    else entry.password = count
    tokens[count++] = (end << bitsOfKind) | TokenKind.Value
    at = end
    startsLine = false
  }
  return { at, tokens, count, entry, entries, startsLine }
}

function endOfLong(text: string, from: number): number {
  const lineEnd = text.indexOf('\n', from)
  const line = lineEnd < 0 ? text.length : lineEnd
  const space = text.indexOf(' ', from)
  return space < 0 || space > line ? line : space
}
