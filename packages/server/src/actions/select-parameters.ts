import { badParameter } from '../http/failures.ts'
import type { Parameters } from '../http/parameters.ts'
import { filterParameters } from '../data/filter.ts'
import type { FilterParameter } from '../data/filter.ts'

/** The parameters of `query-selectRows.api`, read and checked (contract 4.2). */
export interface SelectParameters {
  readonly schemaName: string | undefined
  readonly queryName: string | undefined
  /** Empty or `undefined` is the default view, if there is one. */
  readonly viewName: string | undefined
  readonly columns: string
  readonly extraColumns: string
  /** Values for a parameterised query. */
  readonly parameters: ReadonlyMap<string, string>
  readonly sort: string
  readonly filters: readonly FilterParameter[]
  readonly maxRows: number
  readonly offset: number
  readonly hasSortParameter: boolean
  readonly hasMinimalColumns: boolean
  readonly hasTotalCount: boolean
  readonly hasMetadata: boolean
  readonly hasDisplayValues: boolean
  readonly hasDetails: boolean
  readonly hasUpdate: boolean
  readonly containerFilter: string | undefined
  /** 0 if none was asked for, which means the oldest format. */
  readonly apiVersion: number
  readonly isCompact: boolean
}

const defaultMaxRows = 100_000

/**
 * Reads the parameters of a select.
 *
 * @throws {ActionError} 400 for a number or format that is none, as LabKey does.
 */
export function readSelectParameters(parameters: Parameters, headers: Headers): SelectParameters {
  const region = parameters.get('dataRegionName') || 'query'
  const prefixed = (name: string): string | undefined => parameters.get(`${region}.${name}`)
  const rows = readPage(parameters, region)
  const isFilterIgnored = parameters.flag(`${region}.ignoreFilter`)
  return {
    schemaName: parameters.get('schemaName'),
    queryName: prefixed('queryName') ?? parameters.get('queryName'),
    viewName: prefixed('viewName') ?? parameters.get('viewName'),
    columns: prefixed('columns') ?? '',
    extraColumns: prefixed('extraColumns') ?? '',
    parameters: queryParameters(parameters, region),
    sort: isFilterIgnored ? '' : (prefixed('sort') ?? ''),
    filters: isFilterIgnored ? [] : filterParameters(parameters.all, region),
    ...rows,
    hasSortParameter: Boolean(prefixed('sort')),
    hasMinimalColumns: parameters.flag('minimalColumns', true),
    hasTotalCount: parameters.flag('includeTotalCount', true),
    hasMetadata: parameters.flag('includeMetadata', true),
    hasDisplayValues: parameters.flag('includeDisplayValues'),
    hasDetails: parameters.flag('includeDetailsColumn'),
    hasUpdate: parameters.flag('includeUpdateColumn'),
    containerFilter:
      parameters.get('containerFilter') || prefixed('containerFilterName') || undefined,
    apiVersion: readApiVersion(parameters, headers),
    isCompact: readFormat(parameters),
  }
}

// "limit, start: unprefixed aliases …; win over the prefixed ones"; "showRows other than `paginated`
// ignores maxRows/offset".
function readPage(parameters: Parameters, region: string): { maxRows: number; offset: number } {
  const read = (names: readonly string[], fallback: number): number => {
    const name = names.find((candidate) => parameters.get(candidate))
    if (name === undefined) return fallback
    const value = parameters.get(name) ?? ''
    if (!/^-?\d{1,9}$/.test(value)) {
      throw badParameter(
        name,
        `Could not convert value '${value}' of parameter '${name}' to an integer`,
      )
    }
    return Number(value)
  }
  const maxRows = read(['limit', `${region}.maxRows`], defaultMaxRows)
  const offset = Math.max(0, read(['start', `${region}.offset`], 0))
  switch (parameters.get(`${region}.showRows`)?.toLowerCase() ?? 'paginated') {
    case 'all':
    case 'unselected':
      return { maxRows: -1, offset: 0 }
    case 'none':
    case 'selected':
      return { maxRows: 0, offset: 0 }
    default:
      return { maxRows, offset }
  }
}

/**
 * Reads the asked-for version: "JSON body property, request parameter, header" (contract 0.4); a body's
 * parameters come after the URL's.
 */
export function readApiVersion(parameters: Parameters, headers: Headers): number {
  const [, sent] = parameters.all.findLast(([name]) => name === 'apiVersion') ?? []
  return Number(sent ?? headers.get('LABKEY-apiVersion')) || 0
}

/** Finds the values of a parameterised query, `query.param.NAME`. */
export function queryParameters(
  parameters: Parameters,
  region: string,
): ReadonlyMap<string, string> {
  const prefix = `${region}.param.`
  return new Map(
    parameters.all.flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
    ),
  )
}

/**
 * Tells whether compact JSON was asked for.
 *
 * @throws {ActionError} 400 for a format that is not written here, XML too.
 */
export function readFormat(parameters: Parameters): boolean {
  const format = parameters.get('respFormat') || 'JSON'
  if (/^json_compact$/i.test(format)) return true
  if (/^json$/i.test(format)) return false
  throw badParameter('respFormat', `Unknown response format requested: ${format}`)
}
