import { callerOf } from '../callers.ts'
import type { LabKeyClient } from '../create-client.ts'
import { isLabKeyError, type LabKeyError } from '../labkey-error.ts'
import { LabKeyOptionsError } from '../labkey-options-error.ts'
import type { QueryColumnDetails } from '../query/columns.ts'
import type { QuerySchema } from '../query/get-schemas.ts'
import type { QueryDetails } from '../query/get-query-details.ts'
import type { Scalar } from '../request.ts'
import {
  keyOf,
  type DescribedLookup,
  type DescribedParameter,
  type DescribedQuery,
  type ParameterType,
} from './described-query.ts'

/** Which queries are to be described. */
export interface DescribeQueriesOptions {
  /** Default: all schemas that are not hidden. */
  readonly schemas?: readonly string[]
  /** Names of queries in these schemas. Default: all that are not hidden. */
  readonly queries?: readonly string[]
  /** Parameters by the query that they are of, as `lists.BySite`. */
  readonly parameters?: Readonly<Record<string, readonly DescribedParameter[]>>
  /** The most requests under way at a time. Default: 4. */
  readonly concurrency?: number
  readonly signal?: AbortSignal
}

/** What a server tells about queries. */
export interface DescribedQueries {
  readonly queries: readonly DescribedQuery[]
  /** Those that LabKey cannot describe, and why. */
  readonly skipped: readonly SkippedQuery[]
}

/** A query without types. */
export interface SkippedQuery {
  readonly schemaName: string
  readonly queryName: string
  readonly reason: string
}

const where = 'describeQueries'

/**
 * Asks a server for queries and their columns: `getSchemas`, `getQueries`, and `getQueryDetails` for each query
 * and for each table that one of their columns points to and that is not among them.
 *
 * @throws {LabKeyOptionsError} for a query or a parameter's query that is not there
 */
export async function describeQueries(
  labkey: LabKeyClient,
  options: DescribeQueriesOptions = {},
): Promise<DescribedQueries> {
  callerOf(labkey, where)
  const { parameters = {}, concurrency = 4, signal } = options
  const asking = signal === undefined ? {} : { signal }
  const schemas =
    options.schemas ?? namesOf(await labkey.query.getSchemas({ includeHidden: false, ...asking }))
  const lists = await eachInTurn(schemas, concurrency, async (schemaName) => {
    const found = await labkey.query.getQueries({
      schemaName,
      includeColumns: false,
      includeViewDataUrl: false,
      ...asking,
    })
    return found
      .filter(({ name, hidden }) => name !== '' && isWanted(name, hidden, options.queries))
      .map((query) => ({ schemaName, ...query }))
  })
  const wanted = lists.flat()
  checkNames(wanted, options)
  const skipped: SkippedQuery[] = []
  const described = await eachInTurn(wanted, concurrency, async (query) => {
    const { schemaName, name: queryName } = query
    const own = parameters[`${schemaName}.${queryName}`]
    try {
      const details = await detailsOf(labkey, { schemaName, queryName, ...asking }, own)
      return { query, details, own }
    } catch (error) {
      // A query that cannot run is no reason to have no types of the others.
      if (!isAboutQuery(error)) throw error
      skipped.push({ schemaName, queryName, reason: error.serverMessage ?? error.message })
      return undefined
    }
  })
  const there = described.filter((one) => one !== undefined)
  const isThere = (schemaName: string, queryName: string): boolean =>
    there.some(({ query }) => isSame(query.schemaName, schemaName) && isSame(query.name, queryName))
  const queries = await eachInTurn(there, concurrency, async ({ query, details, own }) => ({
    schemaName: query.schemaName,
    name: query.name,
    title: details.title,
    ...((details.description ?? query.description) !== undefined && {
      description: details.description ?? query.description ?? '',
    }),
    isUserDefined: details.isUserDefined || query.isUserDefined,
    columns: details.columns,
    view: details.defaultViewColumns.map(keyOf),
    lookups: await lookupsOf(
      labkey,
      query.schemaName,
      query.name,
      details.columns,
      isThere,
      asking,
    ),
    ...(own !== undefined && { parameters: own }),
  }))
  return { queries, skipped: skipped.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1)) }
}

interface Asking {
  readonly signal?: AbortSignal
}

/** A query that cannot be described before its parameters have values is asked for no rows with some. */
async function detailsOf(
  labkey: LabKeyClient,
  query: Asking & { readonly schemaName: string; readonly queryName: string },
  parameters: readonly DescribedParameter[] | undefined,
): Promise<QueryDetails> {
  try {
    return await labkey.query.getQueryDetails(query)
  } catch (error) {
    if (parameters === undefined || !isAboutQuery(error)) throw error
    const { columns } = await labkey.query.selectRows({
      ...query,
      maxRows: 0,
      parameters: Object.fromEntries(parameters.map(({ name, type }) => [name, trials[type]])),
    })
    return {
      schemaName: query.schemaName,
      name: query.queryName,
      title: query.queryName,
      isUserDefined: true,
      canEdit: false,
      canDelete: false,
      columns,
      defaultViewColumns: columns,
      views: [],
    }
  }
}

const trials: Readonly<Record<ParameterType, Scalar>> = {
  string: 'x',
  number: 1,
  boolean: true,
  date: '2000-01-01',
}

async function lookupsOf(
  labkey: LabKeyClient,
  schemaName: string,
  queryName: string,
  columns: readonly QueryColumnDetails[],
  isThere: (schemaName: string, queryName: string) => boolean,
  asking: Asking,
): Promise<readonly DescribedLookup[]> {
  const found: DescribedLookup[] = []
  for (const column of columns) {
    const { lookup } = column
    if (lookup === undefined) continue
    const own = { column: keyOf(column), ...pointOf(lookup) }
    if (lookup.containerPath === undefined && isThere(lookup.schemaName, lookup.queryName)) {
      found.push(own)
      continue
    }
    try {
      const table = await labkey.query.getQueryDetails({
        schemaName,
        queryName,
        lookup: own.column,
        ...asking,
      })
      found.push({ ...own, columns: table.columns.map((one) => withoutPrefix(one, own.column)) })
    } catch (error) {
      // A table that one may not read has no fields to ask for.
      if (!isAboutQuery(error)) throw error
    }
  }
  return found
}

function pointOf({
  schemaName,
  queryName,
  containerPath,
}: NonNullable<QueryColumnDetails['lookup']>): Omit<DescribedLookup, 'column'> {
  return { schemaName, queryName, ...(containerPath !== undefined && { containerPath }) }
}

/** Some servers write the columns of a lookup behind its name. */
function withoutPrefix(column: QueryColumnDetails, lookup: string): QueryColumnDetails {
  const key = keyOf(column)
  const prefix = `${lookup}/`
  return { ...column, fieldKey: key.startsWith(prefix) ? key.slice(prefix.length) : key }
}

function isWanted(name: string, hidden: boolean, wanted: readonly string[] | undefined): boolean {
  return wanted === undefined ? !hidden : wanted.some((one) => isSame(one, name))
}

function checkNames(
  found: readonly { readonly schemaName: string; readonly name: string }[],
  { queries = [], parameters = {} }: DescribeQueriesOptions,
): void {
  for (const name of queries) {
    if (found.some((query) => isSame(query.name, name))) continue
    throw new LabKeyOptionsError(
      `${where}: there is no query ${JSON.stringify(name)} in these schemas`,
    )
  }
  const names = new Set(found.map(({ schemaName, name }) => `${schemaName}.${name}`))
  for (const name of Object.keys(parameters)) {
    if (names.has(name)) continue
    throw new LabKeyOptionsError(
      `${where}: parameters are declared of ${JSON.stringify(name)}, which is not among the queries`,
    )
  }
}

function isAboutQuery(error: unknown): error is LabKeyError {
  return (
    isLabKeyError(error, 'ERR_LABKEY_QUERY') ||
    isLabKeyError(error, 'ERR_LABKEY_NOT_FOUND') ||
    isLabKeyError(error, 'ERR_LABKEY_FORBIDDEN') ||
    isLabKeyError(error, 'ERR_LABKEY_VALIDATION') ||
    isLabKeyError(error, 'ERR_LABKEY_DECODE')
  )
}

function namesOf(schemas: readonly QuerySchema[]): readonly string[] {
  return schemas.flatMap(({ fullyQualifiedName, hidden, schemas: inner }) =>
    hidden ? [] : [fullyQualifiedName, ...namesOf(inner)],
  )
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}

function idOf({ schemaName, queryName }: SkippedQuery): string {
  return JSON.stringify([schemaName, queryName])
}

/** Does something with each, a few at a time; answers in order. */
async function eachInTurn<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const left = items.entries()
  const worker = async (): Promise<void> => {
    for (const [at, item] of left) results[at] = await work(item)
  }
  await Promise.all(Array.from({ length: most }, worker))
  return results
}
