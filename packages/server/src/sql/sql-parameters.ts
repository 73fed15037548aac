import { convertValue } from '../data/filter-value.ts'
import { createColumn } from '../data/table.ts'
import type { Cell, ColumnType } from '../data/table.ts'
import { SqlError } from './sql-error.ts'
import { sqlTokens } from './tokens.ts'
import type { SqlToken } from './tokens.ts'

/** A parameter that a query declares. */
interface Declared {
  readonly name: string
  readonly type: ColumnType
  /** Text of its default; `undefined` has none. */
  readonly byDefault: string | undefined
}

/** A query whose parameters have values. */
export interface BoundSql {
  /** Without the declaration, and with `:name` where a parameter stood. */
  readonly sql: string
  readonly values: ReadonlyMap<string, Cell>
}

const types: readonly (readonly [RegExp, ColumnType])[] = [
  [/^(TINYINT|SMALLINT|INTEGER|INT|BIGINT)$/i, 'int'],
  [/^(DECIMAL|NUMERIC|REAL|FLOAT|DOUBLE)$/i, 'float'],
  [/^(BIT|BOOLEAN)$/i, 'boolean'],
  [/^(TIMESTAMP|DATE|DATETIME)$/i, 'date'],
]

/**
 * Takes the declaration off a parameterised query and puts the given values in.
 *
 * `PARAMETERS (Name TYPE DEFAULT value, …) SELECT …`, in LabKey's own words; a parameter is used by its
 * bare name. A query without a declaration stays as it is.
 *
 * @throws {SqlError} 500 if a parameter has neither a value nor a default.
 * @throws {ActionError} 400 if a value does not fit its type.
 */
export function bindParameters(
  sql: string,
  given: ReadonlyMap<string, string>,
  nowMs: number,
): BoundSql {
  const { declared, rest } = readDeclaration(sqlTokens(sql))
  const byName = new Map(declared.map((parameter) => [parameter.name.toLowerCase(), parameter]))
  const sent = new Map([...given].map(([name, value]) => [name.toLowerCase(), value]))
  const values = new Map<string, Cell>()
  for (const { name, type, byDefault } of declared) {
    const text = sent.get(name.toLowerCase()) ?? byDefault
    if (text === undefined) {
      throw new SqlError(`Please provide a value for the query parameter '${name}'.`)
    }
    values.set(name, convertValue(text, createColumn(0, { name, type }), nowMs))
  }
  const isAfterDot = (index: number): boolean => rest[index - 1]?.text === '.'
  const text = rest.map((token, index) => {
    const parameter = byName.get(token.name.toLowerCase())
    return parameter === undefined || token.name === '' || isAfterDot(index)
      ? token.text
      : `:${parameter.name}`
  })
  return { sql: text.join(''), values }
}

function readDeclaration(tokens: readonly SqlToken[]): {
  readonly declared: readonly Declared[]
  readonly rest: readonly SqlToken[]
} {
  const words = tokens
    .map((token, index) => ({ token, index }))
    .filter(({ token }) => token.kind !== 'blank' && token.kind !== 'comment')
  const [first, open] = words
  if (first?.token.name.toUpperCase() !== 'PARAMETERS' || open?.token.text !== '(') {
    return { declared: [], rest: tokens }
  }
  let depth = 0
  const end = words.findIndex(({ token }) => {
    if (token.text === '(') depth += 1
    if (token.text === ')') depth -= 1
    return token.text === ')' && depth === 0
  })
  if (end < 0) throw new SqlError('The list of PARAMETERS has no end.')
  const parts: SqlToken[][] = [[]]
  for (const { token } of words.slice(2, end)) {
    if (token.text === ',') parts.push([])
    else parts.at(-1)?.push(token)
  }
  return {
    declared: parts.map(readParameter),
    rest: tokens.slice((words[end]?.index ?? 0) + 1),
  }
}

function readParameter(tokens: readonly SqlToken[]): Declared {
  const [name, type] = tokens
  if (name === undefined || name.name === '' || type === undefined) {
    throw new SqlError('A parameter needs a name and a type.')
  }
  if (!/^\w+$/.test(name.name)) throw new SqlError(`'${name.name}' cannot name a parameter.`)
  const at = tokens.findIndex((token) => token.name.toUpperCase() === 'DEFAULT')
  const written = tokens.slice(at + 1).map((token) => token.text)
  const text = written.join('')
  const quoted = /^'([^]*)'$/.exec(text)?.[1]?.replaceAll("''", "'")
  return {
    name: name.name,
    type: types.find(([pattern]) => pattern.test(type.text))?.[1] ?? 'string',
    byDefault: at < 0 ? undefined : (quoted ?? (/^null$/i.test(text) ? '' : text)),
  }
}
