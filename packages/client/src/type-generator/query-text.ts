import type { QueryColumnDetails } from '../query/columns.ts'
import { keyOf, type DescribedQuery, type ParameterType } from './described-query.ts'
import { commentOf, memberName, quoted } from './type-text.ts'

// A map: a server's word must not find what every object has.
const valueTypes: ReadonlyMap<string, string> = new Map([
  ['string', 'string'],
  ['date', 'string'],
  ['time', 'string'],
  ['int', 'number'],
  ['float', 'number'],
  ['boolean', 'boolean'],
  ['array', 'readonly string[]'],
])

const parameterTexts: Readonly<Record<ParameterType, string>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  date: 'string',
}

/** Writes the declarations of one query; their names begin with `base`, lookups have types of others. */
export function queryText(
  query: Pick<DescribedQuery, 'columns' | 'isUserDefined' | 'parameters' | 'view'>,
  base: string,
  comment: readonly (string | undefined)[],
  lookups: ReadonlyMap<string, string>,
): string {
  const columns = uniqueColumns(query.columns)
  // Rows of a saved query can be read only.
  const keys = query.isUserDefined ? [] : columns.filter(({ keyField }) => keyField)
  const written = query.isUserDefined ? [] : columns.filter(isWritable)
  const changed = written.filter(({ keyField }) => !keyField)
  const parts = {
    Row: members(columns),
    Key: keys.length === 0 ? undefined : keys.map((key) => readOnly(key)),
    Insert: query.isUserDefined
      ? undefined
      : written.map((column) => readOnly(column, column.required === true ? '' : '?')),
    Update:
      keys.length === 0 || changed.length === 0
        ? undefined
        : [...keys.map((key) => readOnly(key)), ...changed.map((column) => readOnly(column, '?'))],
    Lookups: [...lookups].map(([column, type]) => `  readonly ${member(column, type, '')}`),
    Parameters: query.parameters?.map(
      ({ name, type, isOptional }) =>
        `  readonly ${member(name, parameterTexts[type], isOptional ? '?' : '')}`,
    ),
  }
  const text = Object.entries(parts).flatMap(([part, lines]) =>
    lines === undefined || (lines.length === 0 && part !== 'Row' && part !== 'Insert')
      ? []
      : [declared(`${base}${part}`, lines, part === 'Row' ? commentOf(comment) : '')],
  )
  const known = new Set(columns.map(keyOf))
  const has = (part: keyof typeof parts) => (parts[part]?.length ?? 0) > 0
  const shape = [
    `  readonly row: ${base}Row`,
    `  readonly view:${union(query.view.filter((name) => known.has(name)))}`,
    `  readonly key: ${has('Key') ? `${base}Key` : 'never'}`,
    `  readonly insert: ${parts.Insert === undefined ? 'never' : `${base}Insert`}`,
    `  readonly update: ${has('Update') ? `${base}Update` : 'never'}`,
    `  readonly lookups: ${has('Lookups') ? `${base}Lookups` : 'NoLookups'}`,
    `  readonly parameters: ${has('Parameters') ? `${base}Parameters` : withoutParameters(query)}`,
  ]
  return [...text, declared(`${base}Query extends QueryShape`, shape)].join('\n')
}

/** Writes one interface. */
export function declared(head: string, lines: readonly string[], comment: string = ''): string {
  return `${comment}export interface ${head} {\n${lines.map((line) => `${line}\n`).join('')}}\n`
}

/** Writes one member. */
export function member(name: string, type: string, mark: string): string {
  return `${memberName(name)}${mark}: ${type}`
}

function members(list: readonly QueryColumnDetails[]): readonly string[] {
  return list.map(
    (column) => `${commentOf(wordsOf(column), '  ')}  ${member(keyOf(column), typeOf(column), '')}`,
  )
}

function withoutParameters({
  isUserDefined,
  parameters,
}: Pick<DescribedQuery, 'isUserDefined' | 'parameters'>): string {
  return isUserDefined && parameters === undefined ? 'UnknownParameters' : 'NoParameters'
}

function readOnly(column: QueryColumnDetails, mark: string = ''): string {
  return `  readonly ${member(keyOf(column), typeOf(column), mark)}`
}

/** LabKey writes nothing into what it makes itself. */
function isWritable({
  readOnly: isFixed,
  userEditable,
  calculated,
  autoIncrement,
}: QueryColumnDetails): boolean {
  return isFixed !== true && userEditable !== false && calculated !== true && autoIncrement !== true
}

function typeOf({ type, nullable, keyField, required }: QueryColumnDetails): string {
  const plain = valueTypes.get(type.toLowerCase()) ?? 'unknown'
  const isThere = nullable === false || (nullable === undefined && (keyField || required === true))
  return plain === 'unknown' || isThere ? plain : `${plain} | null`
}

function wordsOf(column: QueryColumnDetails): readonly (string | undefined)[] {
  const { name, type, caption, description, friendlyType, lookup } = column
  // The type of TypeScript tells less than LabKey does.
  const isVague = ['date', 'time'].includes(type) || !valueTypes.has(type.toLowerCase())
  return [
    caption === name ? undefined : caption,
    description,
    isVague ? friendlyType : undefined,
    lookup && `Points to ${lookup.schemaName}.${lookup.queryName}`,
  ]
}

function uniqueColumns(columns: readonly QueryColumnDetails[]): readonly QueryColumnDetails[] {
  const byKey = new Map<string, QueryColumnDetails>()
  for (const column of columns) {
    const key = keyOf(column)
    if (key !== '' && !byKey.has(key)) byKey.set(key, column)
  }
  return [...byKey.keys()].toSorted().flatMap((key) => byKey.get(key) ?? [])
}

function union(names: readonly string[]): string {
  const unique = [...new Set(names)].toSorted()
  if (unique.length === 0) return ' never'
  return unique.map((name) => `\n    | ${quoted(name)}`).join('')
}
