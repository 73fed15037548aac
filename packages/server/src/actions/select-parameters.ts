import { ActionError, badParameter, notFound } from '../http/failures.ts'
import type { Parameters } from '../http/parameters.ts'
import { filterParameters } from '../data/filter.ts'
import type { FilterParameter } from '../data/filter.ts'

/** The parameters of `query-selectRows.api`, read and checked (contract 4.2). */
export interface SelectParameters {
  readonly schemaName: string | undefined
  readonly queryName: string | undefined
  readonly columns: string
  readonly sort: string
  readonly filters: readonly FilterParameter[]
  readonly maxRows: number
  readonly offset: number
  readonly hasSortParameter: boolean
  readonly hasMinimalColumns: boolean
  readonly hasTotalCount: boolean
  readonly hasMetadata: boolean
  readonly hasDisplayValues: boolean
  readonly containerFilter: string | undefined
  /** 0 if none was asked for, which means the oldest format. */
  readonly apiVersion: number
  readonly isCompact: boolean
}

const defaultMaxRows = 100_000

const containerFilters = new Set(
  (
    'Current CurrentWithUser CurrentAndFirstChildren CurrentAndSubfolders CurrentAndSubfoldersPlusShared ' +
    'CurrentAndSiblings CurrentOrParentAndWorkbooks CurrentPlusProject CurrentAndParents ' +
    'CurrentPlusProjectAndShared Project AssayLocation WorkbookAndParent StudyAndSourceStudy AllFolders ' +
    'AllInProject AllInProjectPlusShared'
  ).split(' '),
)

/**
 * Reads the parameters of a select.
 *
 * @throws {ActionError} 400 for a number or format that is none, 404 for a view, 500 for an invalid
 *   container filter, as LabKey does.
 */
export function readSelectParameters(parameters: Parameters, headers: Headers): SelectParameters {
  const region = parameters.get('dataRegionName') || 'query'
  const prefixed = (name: string): string | undefined => parameters.get(`${region}.${name}`)
  const viewName = prefixed('viewName')
  if (viewName) throw notFound(`The requested view '${viewName}' does not exist for this user.`)
  const rows = readPage(parameters, region)
  const isFilterIgnored = parameters.flag(`${region}.ignoreFilter`)
  return {
    schemaName: parameters.get('schemaName'),
    queryName: prefixed('queryName') ?? parameters.get('queryName'),
    columns: [prefixed('columns'), prefixed('extraColumns')].filter(Boolean).join(','),
    sort: isFilterIgnored ? '' : (prefixed('sort') ?? ''),
    filters: isFilterIgnored ? [] : filterParameters(parameters.all, region),
    ...rows,
    hasSortParameter: Boolean(prefixed('sort')),
    hasMinimalColumns: parameters.flag('minimalColumns', true),
    hasTotalCount: parameters.flag('includeTotalCount', true),
    hasMetadata: parameters.flag('includeMetadata', true),
    hasDisplayValues: parameters.flag('includeDisplayValues'),
    containerFilter: readContainerFilter(parameters, region),
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

// "JSON body property, request parameter, header"; a body's parameters come after the URL's.
function readApiVersion(parameters: Parameters, headers: Headers): number {
  const [, sent] = parameters.all.findLast(([name]) => name === 'apiVersion') ?? []
  return Number(sent ?? headers.get('LABKEY-apiVersion')) || 0
}

function readContainerFilter(parameters: Parameters, region: string): string | undefined {
  const name = parameters.get('containerFilter') || parameters.get(`${region}.containerFilterName`)
  if (!name || containerFilters.has(name)) return name
  throw new ActionError(500, "'containerFilter' parameter is not valid", {
    exceptionClass: 'java.lang.IllegalArgumentException',
  })
}

function readFormat(parameters: Parameters): boolean {
  const format = parameters.get('respFormat') || 'JSON'
  if (/^json_compact$/i.test(format)) return true
  if (/^json$/i.test(format)) return false
  throw badParameter('respFormat', `Unknown response format requested: ${format}`)
}
