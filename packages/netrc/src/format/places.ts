import type { Outline, Piece } from '../outline.ts'

/** What a token is to the layout. */
export type Role = 'head' | 'keyword' | 'value' | 'comment' | 'macdef' | 'macro' | 'word'

/** A token and where it belongs. */
export interface Place extends Piece {
  readonly role: Role
  /** The number of its entry; -1 before the first. */
  readonly entry: number
  /** Nothing around it is touched: its entry cannot be read for sure. */
  readonly isFixed: boolean
  /** For a comment: a field of its entry follows. */
  readonly isInEntry: boolean
}

/** The tokens of a file in file order. */
export function placesIn(outline: Outline): readonly Place[] {
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
      isFixed: entries[entry]?.isBroken ?? false,
      isInEntry: comments.get(piece.from)?.isInEntry ?? false,
    }
  })
}

/** The blanks before a place; behind the last one, those at the end of the file. */
export function gapBefore(text: string, places: readonly Place[], at: number): string {
  const from = places[at - 1]?.to ?? (text.startsWith('\ufeff') ? 1 : 0)
  return text.slice(from, places[at]?.from ?? text.length)
}
