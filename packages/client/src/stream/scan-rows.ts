// The grammar of an answer with rows (RFC 8259; contract 4.5), as far as its bytes are looked at:
//
//   answer = ws "{" member *( "," member ) "}" ws
//   member = string ":" value           one of them: "rows" : "[" [ row *( "," row ) ] "]"
//   row    = any value
//
// All of these marks are ASCII, and no byte of a longer UTF-8 sequence is below 0x80: bytes can be
// compared without decoding. What lies between the marks is JSON.parse's to judge.

const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** Where a scan stands inside JSON text; it goes on with the bytes that come later. */
interface Position {
  depth: number
  inString: boolean
  /** The byte before was a backslash that escapes the next one. */
  escaped: boolean
}

/** Looks for the beginning of the rows; each byte is looked at once. */
export interface HeadScanner {
  /** The offset behind the `[` of `"rows"`, from the first byte of the answer; else `undefined`. */
  scan(bytes: Uint8Array): number | undefined
}

/** Makes a scanner for the part before the rows. Give it the whole part each time. */
export function createHeadScanner(): HeadScanner {
  const at: Position = { depth: 0, inString: false, escaped: false }
  let next = 0
  let nameStart = 0
  let nameEnd = 0
  let name: unknown
  return {
    scan(bytes) {
      for (; next < bytes.length; next++) {
        const byte = bytes[next] ?? 0
        if (at.inString) {
          if (at.escaped) at.escaped = false
          else if (byte === backslash) at.escaped = true
          else if (byte === quote) {
            at.inString = false
            nameEnd = next + 1
          }
          continue
        }
        switch (byte) {
          case quote:
            at.inString = true
            nameStart = next
            break
          case colon:
            if (at.depth === 1) name = textOf(bytes, nameStart, nameEnd)
            break
          case openBracket:
            if (at.depth === 1 && name === 'rows') return ++next
            at.depth++
            break
          case openBrace:
            at.depth++
            break
          case closeBracket:
          case closeBrace:
            at.depth--
            break
          case comma:
            if (at.depth === 1) name = undefined
            break
        }
      }
      return undefined
    },
  }
}

/** What a scan of bytes inside the array of rows has found. */
export interface RowsFound {
  /** The offset behind the last complete row, 0 if there is none. */
  readonly end: number
  /** The offset of the `]` that closes the array, once it has come. */
  readonly closedAt: number | undefined
}

/** Looks for the ends of rows; each byte is looked at once. */
export interface RowScanner {
  /** Scans on in the bytes from the first row that has not been taken yet. */
  scan(bytes: Uint8Array): RowsFound
  /** Says that the first `count` bytes were taken; they end with a row that this scan has found. */
  taken(count: number): void
  /** Says that the bytes before the next ones were taken without a scan; they ended with a row. */
  restart(): void
}

/** Makes a scanner for the part between `[` and `]` of the rows. */
export function createRowScanner(): RowScanner {
  let next = 0
  let depth = 0
  let inString = false
  let escaped = false
  return {
    scan(bytes) {
      // In locals, since this loop sees every byte of a large answer.
      const { length } = bytes
      let index = next
      let level = depth
      let end = 0
      let closedAt: number | undefined
      let quoted = inString
      let skip = escaped
      scanning: while (index < length) {
        if (quoted) {
          if (skip) {
            skip = false
            index++
          }
          while (index < length) {
            const byte = bytes[index++]
            if (byte === quote) {
              quoted = false
              break
            }
            if (byte === backslash) {
              if (index === length) skip = true
              else index++
            }
          }
          continue
        }
        const byte = bytes[index++]
        if (byte === quote) quoted = true
        else if (byte === openBrace || byte === openBracket) level++
        else if (byte === closeBrace) {
          if (--level === 0) end = index
        } else if (byte === closeBracket) {
          if (level === 0) {
            closedAt = index - 1
            break scanning
          }
          level--
        }
      }
      next = index
      depth = level
      inString = quoted
      escaped = skip
      return { end, closedAt }
    },
    taken(count) {
      next -= count
    },
    restart() {
      next = 0
      depth = 0
      inString = false
      escaped = false
    },
  }
}

/**
 * Guesses where the last row but one ends: behind the last `}` from `from` on that a comma and a `{` follow,
 * 0 if there is none. The guess is wrong where these stand in a text or deeper down.
 */
export function guessRowEnd(bytes: Buffer, from: number): number {
  const fresh = bytes.subarray(from)
  let at = fresh.lastIndexOf(closeBrace)
  for (let tries = 0; tries < mostTries && at > 0; tries++) {
    const behind = afterBlanks(fresh, at + 1)
    if (fresh[behind] === comma && fresh[afterBlanks(fresh, behind + 1)] === openBrace) {
      return from + at + 1
    }
    at = fresh.lastIndexOf(closeBrace, at - 1)
  }
  return 0
}

// A row of form 17.1 ends with several.
const mostTries = 64

function afterBlanks(bytes: Uint8Array, from: number): number {
  let at = from
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++
  return at
}

function textOf(bytes: Uint8Array, start: number, end: number): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString())
  } catch {
    return undefined
  }
}
