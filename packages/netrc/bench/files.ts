/** Entries of three lines, 130 bytes each, and a comment line above every tenth. */
export function plain(count: number): string {
  const parts: string[] = []
  for (let at = 0; at < count; at++) {
    if (at % 10 === 0) parts.push(`# entries from ${at} on\n`)
    parts.push(
      `machine host${at}.labkey.example.org\n  login apikey\n  password ${String(at).padStart(64, 'k')}\n`,
    )
  }
  return flat(parts)
}

/** Files that hang or slow other parsers down, of so many characters. */
export const hostile: Readonly<Record<string, (length: number) => string>> = {
  'CRLF and comments': (length) =>
    fill('machine averylonghostname.example login u password p # c\r\n', length),
  'one line': (length) => `machine h login u password ${'x'.repeat(length)}`,
  'one host': (length) => fill('machine h login u password p\n', length),
  'open quotes': (length) => fill('machine h login u password "p\n', length),
  'quotes and backslashes': (length) => `"${fill('\\"', length)}`,
  blanks: (length) => fill('\n', length),
  'macros without an end': (length) => fill('macdef m\nx ', length),
  'unknown words': (length) => fill('x ', length),
}

function fill(piece: string, length: number): string {
  return flat([piece.repeat(Math.ceil(length / piece.length))])
}

/** The text as one piece, as a file is read: not what V8 still has to put together. */
function flat(parts: readonly string[]): string {
  return Buffer.from(parts.join('')).toString()
}
