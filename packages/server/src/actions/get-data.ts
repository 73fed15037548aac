import { accessData, accessTable } from '../data/access-data.ts'
import { findSchema } from '../data/catalog.ts'
import { openScope } from '../data/data-scope.ts'
import { stringifyFieldKey } from '../data/field-key.ts'
import type { Selection } from '../data/select.ts'
import { selectionResponse } from '../data/selection-response.ts'
import { badParameter, notFound } from '../http/failures.ts'
import { runScopedSql } from '../sql/saved-query.ts'
import {
  isJsonObject,
  jsonBodyOf,
  optionalFlag,
  optionalText,
  requireText,
} from '../write/json-body.ts'
import type { JsonObject } from '../write/json-body.ts'
import { wrongUse } from '../write/row-errors.ts'
import type { Action, Call } from './action.ts'
import { sqlTextOf } from './sql-text.ts'

/** Its answer is of this version, whatever was asked for. */
const formatVersion = 13.2
const defaultMaxRows = 100_000

/**
 * `query-getData.api`: rows of a query or of SQL, asked for by one JSON object (contract 4.8).
 *
 * `transforms` and `pivot` are refused: they would change what the rows mean.
 */
export const getData: Action = {
  name: 'query-getData',
  answers: 'json',
  method: 'write',
  needs: 'read',
  body: 'data',
  handle: async (call) => {
    const json = jsonBodyOf(call)
    const source = objectIn(json, 'source')
    const renderer = json['renderer'] === undefined ? {} : objectIn(json, 'renderer')
    refuseParts(json, renderer)
    const shape = readShape(renderer)
    return selectionResponse(call, await select(call, source, shape), {
      ...shape,
      sort: undefined,
      apiVersion: formatVersion,
      hasMetadata: true,
      hasDisplayValues: false,
      hasUpdate: false,
      isCompact: false,
    })
  },
}

type Shape = ReturnType<typeof readShape>

async function select(call: Call, source: JsonObject, shape: Shape): Promise<Selection> {
  const containerFilter = optionalText(source, 'containerFilter')
  const request = { ...shape, filters: [], hasMinimalColumns: true, hasTotalCount: true }
  switch (requireText(source, 'type').toLowerCase()) {
    case 'query': {
      const schemaName = schemaText(source)
      const queryName = requireText(source, 'queryName')
      return accessData(call, {
        ...request,
        schemaName,
        queryName,
        containerFilter,
        parameters: new Map(),
      })
    }
    case 'sql': {
      const schemaName = findSchema(call, schemaText(source))
      if (schemaName === undefined) throw notFound('The specified schema does not exist')
      const sql = sqlTextOf(call, optionalText(source, 'sql'))
      const scope = openScope(call, containerFilter)
      const table = await runScopedSql({ sql, schemaName, parameters: new Map() }, scope, 'sql')
      const context = { scope, nowMs: call.site.clock.now() }
      return accessTable(call, table, request, context, { schemaName, sql })
    }
    default:
      throw wrongUse(`Unknown type of source: ${requireText(source, 'type')}`)
  }
}

function refuseParts(json: JsonObject, renderer: JsonObject): void {
  const transforms: unknown = json['transforms']
  const isTransformed = Array.isArray(transforms) && transforms.length > 0
  if (isTransformed || isJsonObject(json['pivot'])) {
    throw badParameter('transforms', 'Transforms and pivots are not done here.')
  }
  const type = optionalText(renderer, 'type') ?? 'json'
  if (type !== 'json') throw wrongUse(`Unknown type of renderer: ${type}`)
}

function readShape(renderer: JsonObject): {
  readonly columns: string
  readonly sort: string
  readonly maxRows: number
  readonly offset: number
  readonly hasDetails: boolean
  readonly hasTotalCount: boolean
} {
  const sorts = listIn(renderer, 'sort').map((entry) => {
    if (!isJsonObject(entry)) throw wrongUse('A sort is not an object.')
    const isDescending = optionalText(entry, 'dir')?.toUpperCase() === 'DESC'
    return (isDescending ? '-' : '') + fieldKeyOf(entry['fieldKey'])
  })
  return {
    columns: listIn(renderer, 'columns').map(fieldKeyOf).join(','),
    sort: sorts.join(','),
    maxRows: numberIn(renderer, 'maxRows', defaultMaxRows),
    offset: Math.max(0, numberIn(renderer, 'offset', 0)),
    hasDetails: optionalFlag(renderer, 'includeDetailsColumn', false),
    hasTotalCount: true,
  }
}

// "a field key is a string or an array of its parts"
function fieldKeyOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) {
    return stringifyFieldKey(value)
  }
  throw wrongUse('A field key is neither a text nor a list of texts.')
}

// LabKey's clients send the schema as a list of its parts.
function schemaText(source: JsonObject): string {
  const value: unknown = source['schemaName']
  return Array.isArray(value) && value.every((part) => typeof part === 'string')
    ? value.join('.')
    : requireText(source, 'schemaName')
}

function objectIn(json: JsonObject, name: string): JsonObject {
  const value: unknown = json[name]
  if (isJsonObject(value)) return value
  throw wrongUse(`JSONObject["${name}"] not found.`)
}

function listIn(json: JsonObject, name: string): readonly unknown[] {
  const value: unknown = json[name]
  return Array.isArray(value) ? value : []
}

function numberIn(json: JsonObject, name: string, fallback: number): number {
  const value: unknown = json[name]
  if (value === undefined || value === null) return fallback
  const number = Number(value)
  if (Number.isSafeInteger(number)) return number
  throw badParameter(name, `Could not convert '${JSON.stringify(value)}' to an integer`)
}
