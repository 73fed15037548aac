import type { Outline } from '../outline.ts'
import { gapBefore, placesIn, type Place } from './places.ts'
import { areInLines, type Style } from './style.ts'

/** What a change of layout touches. */
export type FormatKind =
  | 'indentation'
  | 'line break'
  | 'empty lines'
  | 'blanks'
  | 'final line end'
  | 'line ends'

/** The blanks between two tokens, and what they should be. */
export interface Gap {
  readonly from: number
  readonly to: number
  readonly text: string
  readonly what: FormatKind
  /** The number of the entry that the token behind the gap belongs to; -1 before the first. */
  readonly entry: number
}

/** Lists the gaps of a file that do not look as the style wants them. */
export function* gapsOf(outline: Outline, style: Style): Generator<Gap> {
  const { text } = outline
  const places = placesIn(outline)
  const inLines = areInLines(outline, style.layout)
  for (const [at, place] of places.entries()) {
    const gap = gapBefore(text, places, at)
    const isInLines = inLines[place.entry] ?? true
    const wanted = wantedGap(gap, places[at - 1], { ...place, isInLines }, style)
    if (wanted === undefined || wanted === gap) continue
    const { from: to, entry } = place
    yield { from: to - gap.length, to, text: wanted, what: kindOf(gap, wanted, place), entry }
  }
  const last = places.at(-1)
  if (last === undefined || last.role === 'macro' || last.role === 'macdef') return
  const gap = gapBefore(text, places, places.length)
  const wanted = lineEndIn(gap) ?? style.lineEnd
  if (wanted === gap || last.isFixed) return
  const { to: from, entry } = last
  yield { from, to: text.length, text: wanted, what: kindOf(gap, wanted), entry }
}

function wantedGap(
  gap: string,
  before: Place | undefined,
  piece: Place & { readonly isInLines: boolean },
  style: Style,
): string | undefined {
  if (before?.isFixed === true || piece.isFixed) return undefined
  const { role } = piece
  if (role === 'word' || role === 'macro') return undefined
  if (before === undefined) return ''
  const lineEnd = lineEndIn(gap) ?? style.lineEnd
  const emptyLines = Math.min(1, Math.max(0, gap.split('\n').length - 2))
  const isBelowComment = before.role === 'comment'
  switch (role) {
    case 'value':
      return isBelowComment ? undefined : ' '
    case 'keyword':
      if (piece.entry < 0) return undefined
      if (piece.isInLines || isBelowComment) return lineEnd + style.indent
      return before.role === 'word' && gap.includes('\n') ? undefined : ' '
    case 'comment':
      if (!piece.startsLine) return undefined
      if (before.role === 'macro') return ''
      return lineEnd.repeat(1 + emptyLines) + (piece.isInEntry ? style.indent : '')
    case 'head':
    case 'macdef': {
      if (before.role === 'macro') return ''
      const isNextEntry = role === 'head' && before.entry >= 0 && !isBelowComment
      return lineEnd.repeat(1 + (isNextEntry ? style.emptyLines : emptyLines))
    }
  }
}

function lineEndIn(gap: string): string | undefined {
  return /\r?\n/.exec(gap)?.[0]
}

/** What a change of the blanks before a place is; without a place, of those at the end. */
export function kindOf(gap: string, wanted: string, place?: Place): FormatKind {
  if (place === undefined) return 'final line end'
  const [had, has] = [gap, wanted].map((blanks) => blanks.split('\n').length - 1)
  // Line ends above the first token are empty lines, not breaks between words.
  const isBreak = (had === 0 || has === 0) && place.role !== 'comment'
  if (had !== has) return isBreak ? 'line break' : 'empty lines'
  return has === 0 && place.role !== 'head' ? 'blanks' : 'indentation'
}
