// Where words end and blanks are.

import {
  hasBareEscapes,
  hasCrLines,
  hasLateEscapes,
  nulEndsLine,
  separatorsIn,
  type Grammar,
} from './dialect.ts'
import { afterLineEnd } from './ends.ts'

const tables: Uint8Array[] = []

/**
 * 1 for each UTF-16 code unit that stands between tokens, else 0 or nothing; so for a NUL that hides
 * the rest of its line.
 */
export function separatorsOf(grammar: Grammar): Uint8Array {
  let table = tables[grammar]
  if (table === undefined) {
    table = new Uint8Array(0x3001)
    for (const letter of separatorsIn(grammar)) table[letter.charCodeAt(0)] = 1
    if (grammar & nulEndsLine) table[0] = 1
    tables[grammar] = table
  }
  return table
}

/**
 * Tells where the word without quotes ends that starts at an offset; offsets must not go down from
 * call to call. Each character that can end a word is searched for by itself, natively, and no part of
 * the text is searched twice.
 */
export function wordEndsIn(text: string, grammar: Grammar): (from: number) => number {
  const nul = grammar & nulEndsLine ? '\0' : ''
  const escape = grammar & hasBareEscapes ? '\\' : ''
  const stops = [...separatorsIn(grammar).split(''), nul, escape].filter(
    (stop) => stop !== '' && text.includes(stop),
  )
  const next = stops.map(() => -1)
  return (start) => {
    let end = nextStop(grammar & hasLateEscapes ? start + 1 : start)
    while (escape !== '' && text[end] === escape) {
      const escaped = end + 1
      const isCr = grammar & hasCrLines && text[escaped] === '\r'
      end = nextStop(isCr ? afterLineEnd(text, escaped) : escaped + 1)
    }
    return end
  }

  function nextStop(from: number): number {
    let end = text.length
    for (let at = 0; at < stops.length; at++) {
      let stop = next[at] ?? end
      if (stop < from) {
        stop = text.indexOf(stops[at] ?? '', from)
        if (stop < 0) stop = text.length
        next[at] = stop
      }
      if (stop < end) end = stop
    }
    return end
  }
}

/** Whether another word follows on the line. */
export function hasWordOnLine(text: string, isSeparator: Uint8Array, from: number): boolean {
  let at = from
  while (at < text.length && isSeparator[text.charCodeAt(at)]) if (text[at++] === '\n') return false
  return at < text.length
}
