// Where words end and blanks are.

import { separatorsIn, type Grammar } from './dialect.ts'

const tables: Uint8Array[] = []

/** 1 for each UTF-16 code unit that stands between tokens, else 0 or nothing. */
export function separatorsOf(grammar: Grammar): Uint8Array {
  let table = tables[grammar]
  if (table === undefined) {
    table = new Uint8Array(0x3001)
    for (const letter of ` \n${separatorsIn(grammar)}`) table[letter.charCodeAt(0)] = 1
    tables[grammar] = table
  }
  return table
}

/** Whether another word follows on the line. */
export function hasWordOnLine(text: string, isSeparator: Uint8Array, from: number): boolean {
  let at = from
  while (at < text.length && isSeparator[text.charCodeAt(at)]) if (text[at++] === '\n') return false
  return at < text.length
}
