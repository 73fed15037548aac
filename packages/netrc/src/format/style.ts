import type { Outline, OutlineEntry } from '../outline.ts'

/** How a formatted file is laid out. */
export interface Style {
  readonly layout: 'lines' | 'line'
  readonly indent: string
  readonly emptyLines: 0 | 1
  /** For line ends that were not there before. */
  readonly lineEnd: '\n' | '\r\n'
}

/** Reads off a file what most of its entries look like; an even split is for one field a line. */
export function styleOf(outline: Outline): Style {
  const { entries, text } = outline
  const withFields = entries.filter(({ pairs, isBroken }) => pairs.length > 0 && !isBroken)
  const inOneLine = withFields.filter((entry) => isInOneLine(outline, entry)).length
  const indents = entries.flatMap(({ pairs }) =>
    pairs.flatMap(({ keyword }) => {
      if (!keyword.startsLine) return []
      return text.slice(text.lastIndexOf('\n', keyword.from) + 1, keyword.from)
    }),
  )
  return {
    layout: inOneLine * 2 > withFields.length ? 'line' : 'lines',
    indent: mostCommon(indents.filter((indent) => /^[ \t]+$/.test(indent))) ?? '  ',
    emptyLines: hasEmptyLines(outline) ? 1 : 0,
    lineEnd: text.split('\r\n').length * 2 > text.split('\n').length + 1 ? '\r\n' : '\n',
  }
}

/** The whole entry, its fields and comments between them, stands on one line. */
export function isInOneLine({ text }: Outline, { head, pairs }: OutlineEntry): boolean {
  const end = pairs.at(-1)?.value?.to ?? head.to
  return !text.slice(head.from, end).includes('\n')
}

/** Most entries that follow another one, with no comment between, have an empty line above. */
function hasEmptyLines({ text, pieces, entries }: Outline): boolean {
  const heads = new Set(entries.map(({ head }) => head.from))
  let spaced = 0
  let close = 0
  for (const [at, piece] of pieces.entries()) {
    const before = pieces[at - 1]
    if (before === undefined || !heads.has(piece.from)) continue
    if (before.startsLine && before.spelling.startsWith('#')) continue
    if (before.from < (entries[0]?.head.from ?? 0)) continue
    const lineEnds = text.slice(before.to, piece.from).split('\n').length - 1
    if (lineEnds > 1) spaced++
    else close++
  }
  return spaced > close
}

function mostCommon(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best: string | undefined
  for (const [value, count] of counts) {
    if (best === undefined || count > (counts.get(best) ?? 0)) best = value
  }
  return best
}
