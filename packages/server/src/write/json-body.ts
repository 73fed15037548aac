import type { Call } from '../actions/action.ts'
import { ActionError, badParameter } from '../http/failures.ts'
import type { SentRow } from './read-row.ts'
import { wrongUse } from './row-errors.ts'

/** A JSON object that came from a client. */
export type JsonObject = Readonly<Record<string, unknown>>

/**
 * Returns the JSON body of a call.
 *
 * @throws {ActionError} 500 if it has none.
 */
export function jsonBodyOf({ parameters }: Call): JsonObject {
  if (parameters.json === undefined) throw wrongUse('Empty request')
  return parameters.json
}

/**
 * Returns a text that must be there.
 *
 * @throws {ActionError} 500, as LabKey's JSON library answers (contract 4.7).
 */
export function requireText(json: JsonObject, name: string): string {
  const value = json[name]
  if (typeof value === 'string') return value
  throw new ActionError(500, `JSONObject["${name}"] not found.`, {
    exceptionClass: 'org.json.JSONException',
  })
}

/** Returns a text, or `undefined`. */
export function optionalText(json: JsonObject, name: string): string | undefined {
  const value = json[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Returns a boolean, which may be written as text. */
export function optionalFlag(json: JsonObject, name: string, fallback: boolean): boolean {
  const value = json[name]
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return value === 1
  return typeof value === 'string' ? /^(true|1|on|yes)$/i.test(value) : fallback
}

/**
 * Returns the rows of a body, at least one.
 *
 * @throws {ActionError} 400 without rows, 500 if one is no object (contract 4.7).
 */
export function rowsOf(json: JsonObject): readonly SentRow[] {
  const rows: unknown = json['rows']
  if (!Array.isArray(rows) || rows.length === 0) {
    throw badParameter('rows', "No 'rows' array supplied.")
  }
  return rows.map((row: unknown, index) => {
    if (!isJsonObject(row)) throw wrongUse(`rows[${index}] is not an object.`)
    return row
  })
}

/** Tells whether a value is a JSON object, no array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
