import { isOpenQuote, isQuoted, readablePiece, type Outline, type Piece } from '../outline.ts'
import type { Finding, Rule } from './rule.ts'

/** Rules about the characters of a file. */
export type EncodingRule =
  | 'netrc/bom'
  | 'netrc/utf16'
  | 'netrc/control-char'
  | 'netrc/odd-whitespace'

export const encodingRules: Readonly<Record<EncodingRule, Rule>> = {
  'netrc/bom': {
    severity: 'error',
    finds: 'a byte order mark',
    message:
      'The file starts with a byte order mark: curl, git, wget, Python, Go and nearly every other reader take it for a part of the first word and lose the first entry. Save the file as UTF-8 without it',
  },
  'netrc/utf16': {
    severity: 'error',
    finds: 'UTF-16 text',
    message: 'The file is UTF-16, which no netrc reader understands. Save it as UTF-8',
  },
  'netrc/control-char': {
    severity: 'warning',
    finds: 'a control character in a value',
    message:
      'This value holds an invisible control character: HTTP clients refuse to send it, and terminals obey it when it is printed. Type the value again, without it',
  },
  'netrc/odd-whitespace': {
    severity: 'error',
    finds: 'form feed, no-break space and other white space that is no separator',
    message:
      'White space other than blank, tab and line end stands in this word: Go splits the word there, all other readers take it for a letter. Put a plain blank, or nothing, in its place',
  },
}

// U+0085 is white space for Go, so it is odd-whitespace and not here; bidi controls hide what is read.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0001-\u001f\u007f-\u0084\u0086-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/
// The characters of Go's unicode.IsSpace that separate nothing elsewhere.
const oddBlanks = /[\v\f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/

/** Finds what no reader, or not every reader, can decode. */
export function* checkEncoding(outline: Outline): Generator<Finding<EncodingRule>> {
  const { text, kind } = outline
  if (text.startsWith('\ufeff') || (kind === 'bytes' && text.startsWith('\u00ef\u00bb\u00bf'))) {
    yield { rule: 'netrc/bom', from: 0, to: kind === 'bytes' ? 3 : 1 }
  }
  for (const { value } of outline.pairs) {
    if (value !== undefined && hasControl(outline, value)) {
      yield { rule: 'netrc/control-char', from: value.from, to: value.to }
    }
  }
  for (const piece of wordsOf(outline)) {
    if (piece.spelling.startsWith('"')) continue
    const found = readablePiece(outline, piece)?.match(oddBlanks)
    if (found) yield { rule: 'netrc/odd-whitespace', from: piece.from, to: piece.to }
  }
}

/** Text that was written as UTF-16 and read byte by byte has NUL for every other character. */
export function looksLikeUtf16(text: string): boolean {
  const sample = text.slice(0, 400)
  const nuls = [0, 0]
  for (let at = 0; at < sample.length; at++) {
    if (sample[at] === '\0') nuls[at % 2] = (nuls[at % 2] ?? 0) + 1
  }
  const [even = 0, odd = 0] = nuls
  return (
    sample.length >= 4 && Math.min(even, odd) === 0 && Math.max(even, odd) * 2.5 > sample.length
  )
}

function hasControl(outline: Outline, value: Piece): boolean {
  const spelling = readablePiece(outline, value)
  if (spelling === undefined) return false
  // A value whose quote is open runs to the end of its line, the CR of a CRLF included.
  return controls.test(isOpenQuote(spelling) ? spelling.replace(/\r$/, '') : spelling)
}

function* wordsOf(outline: Outline): Generator<Piece> {
  for (const { value } of outline.pairs) if (value !== undefined) yield value
  for (const word of outline.words) if (!isQuoted(word.spelling)) yield word
}
