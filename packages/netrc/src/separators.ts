// Where words end and blanks are.

import {
  hasBareEscapes,
  hasCrLines,
  hasLateEscapes,
  refusesLoneCr,
  separatorsIn,
  type Grammar,
} from './dialect.ts'

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

/** Whether each word ends at a space or an LF, which the engine finds faster than a loop does. */
export function endsPlainly(text: string, grammar: Grammar): boolean {
  if (grammar & hasBareEscapes && text.includes('\\')) return false
  return !separatorsIn(grammar)
    .split('')
    .some((separator) => text.includes(separator))
}

/** Where the word without quotes ends that starts at an offset. */
export function endOfAnyWord(
  text: string,
  isSeparator: Uint8Array,
  from: number,
  grammar: Grammar,
): number {
  let end = grammar & hasLateEscapes ? from + 1 : from
  for (; end < text.length && !isSeparator[text.charCodeAt(end)]; end++) {
    if (!(grammar & hasBareEscapes) || text[end] !== '\\') continue
    end++
    if (grammar & hasCrLines && text.startsWith('\r\n', end)) end++
  }
  return Math.min(end, text.length)
}

/** A CR that fails by what follows it, in the dialects that look at that. */
export function isWrongCr(text: string, at: number, grammar: Grammar): boolean {
  const next = text.charCodeAt(at + 1)
  return grammar & refusesLoneCr ? next !== 10 : next === 32 || next === 9
}

/** Whether another word follows on the line. */
export function hasWordOnLine(text: string, isSeparator: Uint8Array, from: number): boolean {
  let at = from
  while (at < text.length && isSeparator[text.charCodeAt(at)]) if (text[at++] === '\n') return false
  return at < text.length
}
