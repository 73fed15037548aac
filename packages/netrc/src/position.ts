/** A place in a text, both from 1; the column in UTF-16 code units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Turns an offset into a line and a column; lines end with LF. */
export function positionAt(text: string, offset: number): Position {
  return positionsIn(text)(offset)
}

/**
 * Turns many offsets into places in one pass over the text. They must not go down from call to call,
 * which is what makes a file of any size linear.
 */
export function positionsIn(text: string): (offset: number) => Position {
  let line = 1
  let start = 0
  let end = text.indexOf('\n')
  return (offset) => {
    while (end >= 0 && end < offset) {
      line++
      start = end + 1
      end = text.indexOf('\n', start)
    }
    return { line, column: offset - start + 1 }
  }
}
