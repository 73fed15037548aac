import { ActionError } from '../http/failures.ts'
import { parseDate } from './dates.ts'
import type { Cell, Column } from './table.ts'

/**
 * Converts the text of a filter to a value of its column; an empty text is `null`.
 *
 * @throws {ActionError} 400 if the column's type cannot hold it (status inferred).
 */
export function convertValue(text: string, column: Column, nowMs: number): Cell {
  if (text === '') return null
  const value = convert(text.trim(), column.type === 'string' ? text : null, column, nowMs)
  if (value !== undefined) return value
  throw new ActionError(
    400,
    `Could not convert value '${text}' (String) for ${column.type} field '${column.name}'`,
    { exceptionClass: 'org.labkey.api.data.ConversionExceptionWithMessage' },
  )
}

function convert(
  text: string,
  raw: string | null,
  column: Column,
  nowMs: number,
): Cell | undefined {
  switch (column.type) {
    case 'string':
      return raw
    case 'int':
      return /^[+-]?\d+(\.0*)?$/.test(text) ? Number(text) : undefined
    case 'float':
      return text !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined
    case 'boolean':
      return parseBoolean(text)
    case 'date':
      return parseDate(text, nowMs)
  }
}

/** Reads a boolean as LabKey's converter does; `undefined` for anything else. */
export function parseBoolean(text: string): boolean | undefined {
  if (/^(true|t|yes|y|on|1)$/i.test(text)) return true
  return /^(false|f|no|n|off|0)$/i.test(text) ? false : undefined
}

/**
 * Splits the value of a list filter: `a;b`, one a line, or `{json:["a","b;c"]}` (contract 4.3). Blanks
 * around a separator do not count (LabKey/platform CompareType.java `parseParams`, 24.x).
 */
export function splitList(text: string, separator: RegExp = /\s*[;\n]\s*/): readonly string[] {
  const json = /^\{json:(\[[\s\S]*\])\}$/.exec(text.trim())?.[1]
  if (json === undefined) return text.split(separator)
  try {
    const values: unknown = JSON.parse(json)
    if (Array.isArray(values)) return values.map((item) => (item === null ? '' : String(item)))
  } catch {
    // Falls through to the words below.
  }
  throw new ActionError(400, 'A filter value that starts with {json: holds no JSON array.', {
    exceptionClass: 'org.json.JSONException',
  })
}
