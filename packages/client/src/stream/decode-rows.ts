import { parseAnswer, parseJson, type Parsed } from '../parse-answer.ts'
import { withoutUrls } from '../query/rows.ts'
import { isObject, type Json } from '../read-json.ts'
import { createByteBuffer } from './byte-buffer.ts'
import { createHeadScanner, createRowScanner, guessRowEnd } from './scan-rows.ts'
import { UndecodableError } from './undecodable-error.ts'

/** Turns the bytes of an answer into rows while they come. */
export interface RowDecoder {
  /** Takes bytes, in pieces of any size, and gives the rows that they completed. */
  push(chunk: Uint8Array): readonly Json[]
  /** What stood before the rows; `undefined` until they begin. */
  readonly head: Json | undefined
  /** Says that no more bytes come, and gives what the rest of the answer is. */
  end(): AnswerEnd
}

/** How an answer ended. */
export type AnswerEnd =
  /** Behind its rows came a proper end, with these members. */
  | { readonly kind: 'rows'; readonly tail: Json }
  /** It had no array of rows; this is all of it. */
  | { readonly kind: 'no rows'; readonly parsed: Parsed }

// Below, a guess gains nothing; and with it, no byte is searched more often than its chunk allows.
const shortestGuess = 4096
// Texts or lists within rows look like ends of rows here; each wrong guess parses in vain.
const mostWrongGuesses = 3

/**
 * Makes a decoder of the forms 8.3, 9.1 and 13.2 to 17.1. It finds the ends of rows among the bytes
 * and leaves everything between them to JSON.parse, a chunk's rows at a time.
 *
 * @param maxBytes the most that one row, or what stands around the rows, may take
 */
export function createRowDecoder(maxBytes: number): RowDecoder {
  const buffer = createByteBuffer()
  const headScanner = createHeadScanner()
  const rowScanner = createRowScanner()
  let head: Json | undefined
  let isFirst = true
  let phase: 'head' | 'rows' | 'tail' = 'head'
  let wrongGuesses = 0

  const textOf = (start: number, end: number) => buffer.bytes.toString('utf8', start, end)

  const takeHead = () => {
    const end = headScanner.scan(buffer.bytes)
    if (end === undefined) {
      // A page is told from an answer by its first byte; there is no need to wait for its last.
      if (/^\s*</.test(textOf(0, 256))) throw new UndecodableError('html')
      return
    }
    head = objectOf(`${textOf(0, end)}]}`)
    buffer.drop(end)
    phase = 'rows'
  }

  /** Takes the first bytes as rows; `undefined` when they are none. */
  const parseRows = (end: number): readonly Json[] | undefined => {
    // Before the first row stands nothing, before all others a comma.
    const text = textOf(0, end)
    const parsed = valueOf(isFirst ? `[${text}]` : `[0${text}]`)
    if (!Array.isArray(parsed)) return undefined
    if (!isFirst) parsed.shift()
    if (!parsed.every(isObject)) return undefined
    isFirst = false
    buffer.drop(end)
    return text.includes('"_labkeyurl_') ? withoutUrls(parsed) : parsed
  }

  // Looking at every byte takes longer than JSON.parse does. So the end of the rows is guessed, and
  // JSON.parse proves the guess: what begins where a row begins can only be parsed as a list of rows
  // when it ends where a row ends, since a text or an object that is cut is still open.
  const takeGuessed = (chunkLength: number): readonly Json[] => {
    if (chunkLength < shortestGuess || wrongGuesses === mostWrongGuesses) return []
    const end = guessRowEnd(buffer.bytes, buffer.length - chunkLength)
    if (end === 0) return []
    const rows = parseRows(end)
    if (rows === undefined) wrongGuesses++
    else rowScanner.restart()
    return rows ?? []
  }

  const takeScanned = (): readonly Json[] => {
    const { end, closedAt } = rowScanner.scan(buffer.bytes)
    const rows = end === 0 ? [] : (parseRows(end) ?? fail())
    rowScanner.taken(end)
    if (closedAt !== undefined) {
      if (/\S/.test(textOf(0, closedAt - end))) fail()
      buffer.drop(closedAt - end)
      phase = 'tail'
    }
    return rows
  }

  const takeRows = (chunkLength: number): readonly Json[] => {
    const guessed = takeGuessed(chunkLength)
    const scanned = takeScanned()
    if (guessed.length === 0) return scanned
    return scanned.length === 0 ? guessed : [...guessed, ...scanned]
  }

  return {
    get head() {
      return head
    },
    push(chunk) {
      buffer.append(chunk)
      if (phase === 'head') takeHead()
      const rows = phase === 'rows' ? takeRows(Math.min(chunk.length, buffer.length)) : []
      if (buffer.length > maxBytes) throw new UndecodableError('too large')
      return rows
    },
    end() {
      const rest = textOf(0, buffer.length)
      if (phase === 'head') return { kind: 'no rows', parsed: parseAnswer(rest) }
      if (phase === 'rows') throw new UndecodableError('text')
      return { kind: 'rows', tail: objectOf(`{"rows":[${rest}`) }
    },
  }
}

function objectOf(text: string): Json {
  const value = valueOf(text)
  return isObject(value) ? value : fail()
}

/** `undefined`, which no JSON is, for what is no JSON. */
function valueOf(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

function fail(): never {
  throw new UndecodableError('text')
}
