import { findField } from '../data/field.ts'
import { stringifyFieldKey } from '../data/field-key.ts'
import type { DataScope } from '../data/data-scope.ts'
import type { Cell, Column, ColumnType } from '../data/table.ts'
import type { SqlTable } from './run-sql.ts'
import { quoteName, sqlTokens } from './tokens.ts'
import type { SqlToken } from './tokens.ts'

/** A path of lookups that stands in a query, such as `PatientId.Site`. */
export interface LookupPath {
  /** Its last name, which the result's column has. */
  readonly name: string
  readonly type: ColumnType
  /** Returns what the path leads to from the value of its first column. */
  readonly read: (key: Cell) => Cell
}

/** A query in which each path of lookups is a call of the function {@link lookupFunction}. */
export interface LookedUpSql {
  readonly sql: string
  readonly paths: readonly LookupPath[]
}

/** Takes the number of a path and the value of its first column. */
export const lookupFunction = '__labkey_lookup'

interface Source {
  readonly table: SqlTable
  /** Names that stand for it in the query, in lower case. */
  readonly names: ReadonlySet<string>
}

const keywords = new Set(
  'where join left right inner outer cross full on order group having limit offset union except intersect natural using window as'.split(
    ' ',
  ),
)

/**
 * Replaces paths that follow lookups by dots, as LabKey SQL has them: `PatientId.Site`,
 * `s.PatientId.Site`, `lists.Specimens.PatientId.Site`, of any depth.
 *
 * The tables are those of the query. A path that leads nowhere, or above the entitled PHI level, stays
 * as it is, so that the engine refuses it. Lookups of a query inside the query are not followed.
 */
export function replaceLookupPaths(
  sql: string,
  tables: readonly SqlTable[],
  scope: DataScope,
): LookedUpSql {
  const hasLookup = tables.some(({ columns }) => columns.some(({ lookup }) => lookup !== null))
  if (!hasLookup || !sql.includes('.')) return { sql, paths: [] }
  const tokens = sqlTokens(sql)
  const sources = findSources(tokens, tables)
  const paths: LookupPath[] = []
  const text = [...chains(tokens)].map((chain) => {
    const names = chain.filter(({ name }) => name !== '').map(({ name }) => name)
    const found = names.length < 2 ? undefined : resolve(names, sources, scope)
    if (found === undefined) return chain.map((token) => token.text).join('')
    paths.push(found.path)
    return `${lookupFunction}(${paths.length - 1}, ${found.from.map(quoteName).join('.')})`
  })
  return { sql: text.join(''), paths }
}

/** Finds the number of the path that a result's column is made of, by its text. */
export function pathOfColumn(text: string): number | undefined {
  const found = new RegExp(`^${lookupFunction}\\((\\d+), [^()]*\\)$`).exec(text)?.[1]
  return found === undefined ? undefined : Number(found)
}

/** Splits tokens into chains of names with dots between them, and single tokens. */
function* chains(tokens: readonly SqlToken[]): Generator<readonly SqlToken[]> {
  let at = 0
  while (at < tokens.length) {
    let end = at + 1
    if (tokens[at]?.name !== '') {
      for (;;) {
        const dot = skipSpace(tokens, end)
        const next = skipSpace(tokens, dot + 1)
        if (tokens[dot]?.text !== '.' || !tokens[next]?.name) break
        end = next + 1
      }
    }
    yield tokens.slice(at, end)
    at = end
  }
}

function skipSpace(tokens: readonly SqlToken[], from: number): number {
  let at = from
  while (tokens[at]?.kind === 'blank' || tokens[at]?.kind === 'comment') at += 1
  return at
}

// A table may be named with its schema and have another name behind it: `FROM lists.Visits AS v`.
function findSources(tokens: readonly SqlToken[], tables: readonly SqlTable[]): readonly Source[] {
  const words = tokens.filter(({ kind }) => kind !== 'blank' && kind !== 'comment')
  return words.flatMap((word, index): Source[] => {
    const table = tables.find(({ name }) => isSame(name, word.name))
    if (table === undefined || words[index + 1]?.text === '.') return []
    const hasSchema = words[index - 1]?.text === '.'
    if (hasSchema && !isSame(words[index - 2]?.name ?? '', table.schemaName)) return []
    const before = words[index - (hasSchema ? 3 : 1)]
    if (!/^(from|join|,|\()$/i.test(before?.text ?? '')) return []
    const isAs = words[index + 1]?.name.toLowerCase() === 'as'
    const alias = words[index + (isAs ? 2 : 1)]?.name.toLowerCase() ?? ''
    const isAlias = alias !== '' && !keywords.has(alias)
    return [{ table, names: new Set([isAlias ? alias : table.name.toLowerCase()]) }]
  })
}

function resolve(
  names: readonly string[],
  sources: readonly Source[],
  scope: DataScope,
): { readonly path: LookupPath; readonly from: readonly string[] } | undefined {
  const [first = '', second = ''] = names
  const named = (name: string): readonly Source[] =>
    sources.filter((source) => source.names.has(name.toLowerCase()))
  const inSchema = sources.filter(({ table }) => isSame(table.schemaName, first))
  const byName = named(first)
  if (byName.length > 0) return follow(names, 1, byName, scope)
  const bySchema = inSchema.filter((source) => source.names.has(second.toLowerCase()))
  if (bySchema.length > 0) return follow(names, 2, bySchema, scope)
  return follow(names, 0, sources, scope)
}

function follow(
  names: readonly string[],
  at: number,
  sources: readonly Source[],
  scope: DataScope,
): { readonly path: LookupPath; readonly from: readonly string[] } | undefined {
  const wanted = names[at] ?? ''
  const rest = names.slice(at + 1)
  if (rest.length === 0) return undefined
  for (const { table } of sources) {
    const column = table.columns.find(({ name }) => isSame(name, wanted))
    const path = column === undefined ? undefined : pathFrom(column, rest, scope)
    if (path !== undefined) return { path, from: names.slice(0, at + 1) }
  }
  return undefined
}

function pathFrom(
  { lookup }: Column,
  rest: readonly string[],
  scope: DataScope,
): LookupPath | undefined {
  const target = lookup === null ? undefined : scope.target(lookup)
  if (target === undefined) return undefined
  const field = findField(target, stringifyFieldKey(rest), scope)
  if (field === undefined) return undefined
  const { name, type } = field.column
  const read = (key: Cell): Cell => {
    const row = target.rowByKey(key)
    return row === undefined ? null : field.read(row)
  }
  return { name, type, read }
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}
