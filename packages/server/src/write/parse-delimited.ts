import { badParameter } from '../http/failures.ts'

/**
 * Splits TSV or CSV into records of fields.
 *
 * record ::= field (delimiter field)* line end
 * field  ::= '"' (any but '"' | '""')* '"' | any but the delimiter and a line end
 *
 * Empty lines, a byte order mark at the start and blanks around an unquoted field do not count.
 *
 * @throws {ActionError} 400 if a quoted field has no end.
 */
export function parseDelimited(
  text: string,
  delimiter: '\t' | ',',
): readonly (readonly string[])[] {
  const records: string[][] = []
  let record: string[] = []
  let isEmpty = true
  let at = text.startsWith('\ufeff') ? 1 : 0
  while (at < text.length) {
    const [field, end, isQuoted] = readField(text, at, delimiter)
    record.push(field)
    isEmpty &&= field === '' && !isQuoted
    at = end
    if (text[at] === delimiter) {
      at += 1
      // A delimiter at the very end stands before one more, empty field.
      if (at < text.length) continue
      record.push('')
    }
    at += text.startsWith('\r\n', at) ? 2 : 1
    if (!(isEmpty && record.length === 1)) records.push(record)
    record = []
    isEmpty = true
  }
  return records
}

function readField(
  text: string,
  start: number,
  delimiter: string,
): readonly [field: string, end: number, isQuoted: boolean] {
  if (text[start] === '"') {
    const parts: string[] = []
    let from = start + 1
    for (;;) {
      const quote = text.indexOf('"', from)
      if (quote < 0) throw badParameter('text', 'A quoted value has no end.')
      parts.push(text.slice(from, quote))
      if (text[quote + 1] !== '"') return [parts.join('"'), quote + 1, true]
      from = quote + 2
    }
  }
  let end = start
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') {
    end += 1
  }
  return [text.slice(start, end).trim(), end, false]
}
