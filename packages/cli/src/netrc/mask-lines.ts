import { isIP } from 'node:net'

/** A line of a netrc file as it may be shown. */
export interface MaskedLine {
  readonly text: string
  /** Where a column of the line, from 1, stands in `text`, from 1. */
  columnOf(column: number): number
}

interface Piece {
  readonly from: number
  readonly text: string
}

const mask = '****'

const keywords: ReadonlySet<string> = new Set([
  'machine',
  'default',
  'login',
  'user',
  'password',
  'passwd',
  'account',
  'macdef',
  'port',
  'protocol',
  'force',
  'method',
])

/**
 * The lines of a netrc file with `****` in place of every value, comment, macro and unknown word. Only
 * keywords and the names of machines stay, and a name only where it can be nothing but a host's name: a
 * file with faults may have a secret anywhere.
 *
 * It does not ask the parser: what the parser misreads must not be shown either.
 */
export function maskLines(text: string): readonly MaskedLine[] {
  let awaited: string | undefined
  let isMacro = false
  return text.split('\n').map((line) => {
    const pieces: Piece[] = []
    if (isMacro) {
      isMacro = line.trim() !== ''
      return masked(line, isMacro ? [{ from: indentOf(line), text: mask }] : [])
    }
    for (const { index, word } of wordsOf(line)) {
      if (awaited !== undefined) {
        pieces.push({ from: index, text: awaited === 'machine' ? hostOrMask(word) : mask })
        isMacro = awaited === 'macdef'
        awaited = undefined
        if (isMacro) break
      } else if (word.startsWith('#')) {
        pieces.push({ from: index, text: `# ${mask}` })
        break
      } else {
        const keyword = word.toLowerCase()
        const isKeyword = keywords.has(keyword)
        pieces.push({ from: index, text: isKeyword ? word : mask })
        if (isKeyword && keyword !== 'default' && keyword !== 'force') awaited = keyword
      }
    }
    return masked(line, pieces)
  })
}

/** Words, and what stands in quotes; a quote that is not closed goes up to the end of its line. */
function* wordsOf(line: string): Generator<{ readonly index: number; readonly word: string }> {
  for (const match of line.matchAll(/"(?:[^"\\]|\\.)*(?:"[^ \t\r]*|\\?$)|[^ \t\r]+/g)) {
    yield { index: match.index, word: match[0] }
  }
}

/** A password behind `machine`, by mistake, seldom has a dot and never looks like an address. */
function hostOrMask(word: string): string {
  const isHost = /^(?:[a-z\d_-]{1,63}\.)+[a-z\d-]{1,63}(?::\d{1,5})?$/i.test(word)
  return isHost || word === 'localhost' || isIP(word) > 0 ? word : mask
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

function masked(line: string, pieces: readonly Piece[]): MaskedLine {
  let text = ''
  const places: { readonly from: number; readonly at: number }[] = []
  for (const [index, piece] of pieces.entries()) {
    const end = index === 0 ? piece.from : -1
    // Between two words stands what separates them; the first has the line's indentation before it.
    text += end >= 0 ? line.slice(0, end).replace(/\S/g, ' ') : ' '
    places.push({ from: piece.from, at: text.length })
    text += piece.text
  }
  return {
    text,
    columnOf: (column) => {
      const before = places.findLast(({ from }) => from <= column - 1)
      return (before?.at ?? Math.min(column - 1, text.length)) + 1
    },
  }
}
