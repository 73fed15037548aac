import type { Outline, OutlineEntry } from '../outline.ts'

/** How a formatted file is laid out. */
export interface Style {
  readonly layout: 'lines' | 'line'
  readonly indent: string
  readonly emptyLines: 0 | 1
  /** For line ends that were not there before. */
  readonly lineEnd: '\n' | '\r\n'
}

/**
 * Reads off a file what most of its entries look like; an even split is for one field a line.
 *
 * @param wanted the layout to come, if it is not to be read off
 */
export function styleOf(outline: Outline, wanted?: Style['layout']): Style {
  const { entries, text } = outline
  const withFields = entries.filter(({ pairs, isBroken }) => pairs.length > 0 && !isBroken)
  const inOneLine = withFields.filter((entry) => isInOneLine(outline, entry)).length
  const layout = wanted ?? (inOneLine * 2 > withFields.length ? 'line' : 'lines')
  return {
    layout,
    indent: mostCommon(indentsThatStay(outline, layout)) ?? '  ',
    emptyLines: hasEmptyLines(outline) ? 1 : 0,
    lineEnd: text.split('\r\n').length * 2 > text.split('\n').length + 1 ? '\r\n' : '\n',
  }
}

/** Those of fields that the layout puts behind another do not count, for next time they are gone. */
function indentsThatStay(outline: Outline, layout: Style['layout']): readonly string[] {
  const { text, pieces } = outline
  const inLines = areInLines(outline, layout)
  const comments = new Set(outline.comments.map(({ from }) => from))
  const belowComments = new Set<number>()
  for (const [at, { from }] of pieces.entries()) {
    if (comments.has(pieces[at - 1]?.from ?? -1)) belowComments.add(from)
  }
  return outline.entries
    .flatMap(({ pairs }, at) =>
      pairs.flatMap(({ keyword: { from, startsLine } }) =>
        startsLine && (inLines[at] === true || belowComments.has(from))
          ? text.slice(text.lastIndexOf('\n', from) + 1, from)
          : [],
      ),
    )
    .filter((indent) => /^[ \t]+$/.test(indent))
}

/**
 * Says of every entry whether it is laid out with one field a line. A comment inside an entry ends
 * its line, so such an entry cannot stand on one.
 */
export function areInLines(outline: Outline, layout: Style['layout']): readonly boolean[] {
  const inside = [
    ...outline.comments.filter(({ isInEntry }) => isInEntry),
    ...outline.macros.map(({ keyword }) => keyword),
  ].toSorted((one, other) => one.from - other.from)
  let next = 0
  return outline.entries.map((entry) => {
    while ((inside[next]?.from ?? Infinity) < entry.head.from) next++
    const isBroken = (inside[next]?.from ?? Infinity) < endOf(entry)
    return layout === 'lines' || (isBroken && !isInOneLine(outline, entry))
  })
}

/** The whole entry, its fields and comments between them, stands on one line. */
function isInOneLine({ text }: Outline, entry: OutlineEntry): boolean {
  return !text.slice(entry.head.from, endOf(entry)).includes('\n')
}

function endOf({ head, pairs }: OutlineEntry): number {
  const last = pairs.at(-1)
  return last?.value?.to ?? last?.keyword.to ?? head.to
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
