// Where the parts of a file end; each answers for one dialect and knows nothing of entries.

import {
  endsMacroAtBlanks,
  endsMacroAtTrimmed,
  hasCrLines,
  hasOneLineQuotes,
  nulEndsLine,
  refusesLoneCr,
  trimsQuotedLines,
  type Grammar,
} from './dialect.ts'

/** The end of the line, its LF left out. */
export function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

/** The end of the line, where CR ends lines too. */
export function endOfAnyLine(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++
  return at
}

/** Where the next line starts, for a line that ends here. */
export function afterLineEnd(text: string, end: number): number {
  return Math.min(end + (text.startsWith('\r\n', end) ? 2 : 1), text.length)
}

/** Skips blanks and tabs. */
export function skipBlanks(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\t') at++
  return at
}

/** Where a quoted token ends; minus that when its quote is not closed. */
export function endOfQuoted(text: string, from: number, grammar: Grammar): number {
  for (let at = from + 1; at < text.length; at++) {
    let letter = text[at]
    if (letter === '"') return at + 1
    if (letter === '\\' && !(grammar & hasOneLineQuotes && text[at + 1] === '\n')) {
      letter = text[++at]
    } else if (letter === '\0' && grammar & nulEndsLine) at = endOfLine(text, at) - 1
    else if (letter === '\n' && grammar & hasOneLineQuotes) return -at
    if (letter === '\n' && grammar & trimsQuotedLines) at = startOfKept(text, at + 1) - 1
  }
  return -text.length
}

/** Skips the blanks that open a line, and comment lines. */
function startOfKept(text: string, line: number): number {
  let at = skipBlanks(text, line)
  while (text[at] === '#') at = skipBlanks(text, endOfLine(text, at) + 1)
  return Math.min(at, text.length)
}

/** Where a macro ends whose body starts at `line`: behind an empty line, or -1 if none follows. */
export function endOfMacro(text: string, line: number, grammar: Grammar): number {
  for (let from = line; from < text.length;) {
    const end = endOfEmpty(text, from, grammar)
    if (end >= 0) return end
    from =
      grammar & hasCrLines
        ? afterLineEnd(text, endOfAnyLine(text, from))
        : endOfLine(text, from) + 1
  }
  return -1
}

/** Where an empty line ends, its line end included; -1 if the line is not empty. */
function endOfEmpty(text: string, line: number, grammar: Grammar): number {
  let end = line
  if (grammar & endsMacroAtBlanks) {
    while (text[end] === '\r' || text[end] === ' ' || text[end] === '\t') end++
  } else if (grammar & endsMacroAtTrimmed) {
    end = skipBlanks(text, end)
    while (text[end] === '\r') end++
  } else if (text[end] === '\r') {
    if (grammar & hasCrLines) return afterLineEnd(text, end)
    if (grammar & refusesLoneCr && text[end + 1] === '\n') return end + 2
  }
  if (end === text.length) return end
  return text[end] === '\n' ? end + 1 : -1
}
