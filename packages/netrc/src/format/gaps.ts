import type { Outline, Piece } from '../outline.ts'
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

type Role = 'head' | 'keyword' | 'value' | 'comment' | 'macdef' | 'macro' | 'word'

interface Placed extends Piece {
  readonly role: Role
  readonly entry: number
  /** Its entry is laid out with one field a line. */
  readonly isInLines: boolean
  /** Nothing around it is touched: its entry cannot be read for sure. */
  readonly isFixed: boolean
  /** For a comment: a field of its entry follows. */
  readonly isInEntry: boolean
}

/** Lists the gaps of a file that do not look as the style wants them. */
export function* gapsOf(outline: Outline, style: Style): Generator<Gap> {
  const { text } = outline
  const placed = placesIn(outline, style)
  let before: Placed | undefined
  for (const piece of placed) {
    const from = before?.to ?? (text.startsWith('\ufeff') ? 1 : 0)
    const gap = text.slice(from, piece.from)
    const wanted = wantedGap(gap, before, piece, style)
    if (wanted !== undefined && wanted !== gap) {
      const what = kindOf(gap, wanted, piece)
      yield { from, to: piece.from, text: wanted, what, entry: piece.entry }
    }
    before = piece
  }
  if (before === undefined || before.role === 'macro' || before.role === 'macdef') return
  const gap = text.slice(before.to)
  const wanted = lineEndIn(gap) ?? style.lineEnd
  if (wanted === gap || before.isFixed) return
  yield {
    from: before.to,
    to: text.length,
    text: wanted,
    what: 'final line end',
    entry: before.entry,
  }
}

function wantedGap(
  gap: string,
  before: Placed | undefined,
  piece: Placed,
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

function kindOf(gap: string, wanted: string, { role }: Placed): FormatKind {
  const [had, has] = [gap, wanted].map((blanks) => blanks.split('\n').length - 1)
  if (had !== has) return had === 0 || has === 0 ? breakKind(role) : 'empty lines'
  return has === 0 && role !== 'head' ? 'blanks' : 'indentation'
}

// Line ends above the first token are empty lines, not breaks between words.
function breakKind(role: Role): FormatKind {
  return role === 'comment' ? 'empty lines' : 'line break'
}

function placesIn(outline: Outline, style: Style): readonly Placed[] {
  const { text, entries, pieces } = outline
  const roles = new Map<number, Role>()
  for (const { keyword, value, field } of outline.pairs) {
    roles.set(keyword.from, field === 'host' ? 'head' : 'keyword')
    if (value !== undefined) roles.set(value.from, 'value')
  }
  for (const { head } of entries) roles.set(head.from, 'head')
  for (const { from } of outline.comments) roles.set(from, 'comment')
  for (const { keyword, body } of outline.macros) {
    roles.set(keyword.from, 'macdef')
    if (body !== undefined) roles.set(body.from, 'macro')
  }
  const comments = new Map(outline.comments.map((comment) => [comment.from, comment]))
  const inLines = areInLines(outline, style.layout)
  let entry = -1
  return pieces.map((piece) => {
    if (entries[entry + 1]?.head.from === piece.from) entry++
    const role = roles.get(piece.from) ?? 'word'
    // The CR of a CRLF is a part of the line end, not of the comment.
    const isCrlf = role === 'comment' && piece.spelling.endsWith('\r') && text[piece.to] === '\n'
    return {
      ...piece,
      to: isCrlf ? piece.to - 1 : piece.to,
      role,
      entry,
      isInLines: inLines[entry] ?? true,
      isFixed: entries[entry]?.isBroken ?? false,
      isInEntry: comments.get(piece.from)?.isInEntry ?? false,
    }
  })
}
