import type { Outline } from '../outline.ts'
import type { Finding, Rule } from './rule.ts'

/** Rules about line ends, and about the length of lines and files. */
export type LineRule =
  | 'netrc/crlf'
  | 'netrc/lone-cr'
  | 'netrc/mixed-eol'
  | 'netrc/no-final-newline'
  | 'netrc/backslash-eol'
  | 'netrc/line-too-long'
  | 'netrc/file-too-long'

export const lineRules: Readonly<Record<LineRule, Rule>> = {
  'netrc/crlf': {
    severity: 'warning',
    finds: 'line ends with CR',
    message:
      'Lines end with CR LF: tnftp and inetutils ftp take the CR for a part of the value, netrc-parser finds no entry, and curl 8.11 to 8.20 fails where a line is empty. Save the file with LF',
  },
  'netrc/lone-cr': {
    severity: 'error',
    finds: 'CR without LF',
    message:
      'A carriage return without a line feed: curl refuses some of them, ftp takes it for a letter, Python for a line end. Put a line feed in its place',
  },
  'netrc/mixed-eol': {
    severity: 'info',
    finds: 'LF and CR LF in one file',
    message:
      'This line ends differently from most lines of the file, so editors and version control may rewrite it. Use one kind of line end',
  },
  'netrc/no-final-newline': {
    severity: 'info',
    finds: 'no line end after the last line',
    message:
      'The last line has no line end: curl 7.84 and 7.85 read past it, and a tool that appends an entry glues it to this line. Add a line end',
  },
  'netrc/backslash-eol': {
    severity: 'error',
    finds: 'a backslash at the end of a line',
    message:
      "The line ends in a backslash: Perl's Net::Netrc loops for ever on it, and Python joins the next line to it. Remove it, or quote the value and double the backslash",
  },
  'netrc/line-too-long': {
    severity: 'warning',
    finds: 'a line over 511 bytes (neon, msmtp, fetchmail) or 16,383 bytes (curl)',
    message:
      'The line has more than 511 bytes: neon, msmtp and fetchmail cut it there and read the rest as a new line. Put one field on a line',
  },
  'netrc/file-too-long': {
    severity: 'warning',
    finds: 'a file over 131,071 bytes (curl)',
    message:
      'The file has more than 131,071 bytes: curl and git refuse it whole. Remove entries that nobody uses',
  },
}

const longestLine = { neon: 511, curl: 16_383 }
const longestFile = 131_071

/** Looks at every line once. */
export function* checkLines(outline: Outline): Generator<Finding<LineRule>> {
  const { text, kind } = outline
  const macros = outline.macros.flatMap(({ body }) => body ?? [])
  const ends = { lf: 0, crlf: 0 }
  const first: { lf?: number; crlf?: number } = {}
  let macro = 0
  for (let from = 0; from < text.length;) {
    const lineFeed = text.indexOf('\n', from)
    const end = lineFeed < 0 ? text.length : lineFeed
    const isCrlf = lineFeed > from && text[lineFeed - 1] === '\r'
    const to = isCrlf ? end - 1 : end
    if (lineFeed >= 0) {
      const eol = isCrlf ? 'crlf' : 'lf'
      ends[eol]++
      first[eol] ??= to
    }
    const carriageReturn = text.indexOf('\r', from)
    if (carriageReturn >= 0 && carriageReturn < to) {
      yield { rule: 'netrc/lone-cr', from: carriageReturn, to: carriageReturn + 1 }
    }
    while ((macros[macro]?.to ?? Infinity) <= from) macro++
    const isInMacro = (macros[macro]?.from ?? Infinity) < from
    if (!isInMacro && endsInBackslash(text, from, to)) {
      yield { rule: 'netrc/backslash-eol', from: to - 1, to }
    }
    const bytes = bytesOf(text.slice(from, to), kind, longestLine.neon)
    if (bytes > longestLine.curl) {
      const message = `The line has more than ${longestLine.curl} bytes: curl and git refuse the file, and neon, msmtp and fetchmail cut it at ${longestLine.neon}. Break it up`
      yield { rule: 'netrc/line-too-long', from, to, message }
    } else if (bytes > longestLine.neon) {
      yield { rule: 'netrc/line-too-long', from, to }
    }
    from = end + 1
  }
  if (first.crlf !== undefined) {
    yield { rule: 'netrc/crlf', from: first.crlf, to: first.crlf + 2 }
  }
  if (first.lf !== undefined && first.crlf !== undefined) {
    const [odd, length] = ends.crlf > ends.lf ? [first.lf, 1] : [first.crlf, 2]
    const from = ends.crlf === ends.lf ? Math.max(first.lf, first.crlf) : odd
    yield { rule: 'netrc/mixed-eol', from, to: from + length }
  }
  if (text !== '' && text !== '\ufeff' && !text.endsWith('\n')) {
    yield { rule: 'netrc/no-final-newline', from: text.length, to: text.length }
  }
  if (bytesOf(text, kind, longestFile) > longestFile) {
    yield { rule: 'netrc/file-too-long', from: 0, to: 0 }
  }
}

// Two backslashes are one escaped backslash, for Perl as for Python.
function endsInBackslash(text: string, from: number, to: number): boolean {
  let at = to
  while (at > from && text[at - 1] === '\\') at--
  return (to - at) % 2 === 1
}

/** The length in bytes; what cannot exceed the limit is not measured. */
function bytesOf(part: string, kind: Outline['kind'], limit: number): number {
  if (kind === 'bytes' || part.length * 3 <= limit) return part.length
  return new TextEncoder().encode(part).length
}
