import { keyOf, type DescribedLookup, type DescribedQuery } from './described-query.ts'
import { declared, member, queryText } from './query-text.ts'
import { typeName } from './type-text.ts'

/** What types are made of. */
export interface GenerateTypesOptions {
  readonly queries: readonly DescribedQuery[]
  /** Lines for the head of the file, as comments; they say how to make it anew. */
  readonly head?: readonly string[]
}

/**
 * Writes the types of queries as a module of TypeScript, whose `LabKeySchemas` `typed` of `@wellkey/client/typed`
 * takes. The same queries give the same text, in whichever order they come. It declares types and does
 * nothing; texts of the server stand in it as names, literals and comments alone.
 */
export function generateTypes({ queries, head = [] }: GenerateTypesOptions): string {
  const own = uniqueQueries(queries)
  const foreign = foreignTables(own)
  const taken = new Set<string>()
  const bases = new Map<string, string>()
  for (const { schemaName, name } of own) {
    bases.set(idOf(schemaName, name), freeName(typeName([schemaName, name]), taken))
  }
  for (const [id, { schemaName, queryName }] of foreign) {
    bases.set(id, freeName(typeName([schemaName, queryName]), taken))
  }
  const typeOf = (lookup: DescribedLookup): string | undefined => {
    const base = bases.get(targetOf(lookup, own))
    return base === undefined ? undefined : `${base}Query`
  }
  const parts = own.map((query) => {
    const lookups = new Map<string, string>()
    const known = new Set(query.columns.map(keyOf))
    for (const lookup of query.lookups.toSorted((a, b) => compare(a.column, b.column))) {
      const type = typeOf(lookup)
      if (type !== undefined && known.has(lookup.column)) lookups.set(lookup.column, type)
    }
    const { schemaName, name, title, description } = query
    const words = [`${schemaName}.${name}`, title === name ? undefined : title, description]
    return queryText(query, bases.get(idOf(schemaName, name)) ?? '', words, lookups)
  })
  const others = [...foreign].map(([id, { schemaName, queryName, columns = [] }]) => {
    const words = [`${schemaName}.${queryName}, as far as others point to it`]
    const table = { columns, view: [], isUserDefined: true, parameters: [] }
    return queryText(table, bases.get(id) ?? '', words, new Map())
  })
  const text = [...parts, ...others, ...schemaTexts(own, bases)].join('\n')
  const used = ['NoLookups', 'NoParameters', 'QueryShape', 'UnknownParameters'].filter((name) =>
    // A text of the server is no whole line that begins so.
    name === 'QueryShape'
      ? parts.length > 0
      : new RegExp(`^  readonly (?:lookups|parameters): ${name}$`, 'm').test(text),
  )
  const comment = head.map((line) => `// ${headLine(line)}\n`)
  const imports = `import type { ${used.join(', ')} } from '@wellkey/client/typed'\n\n`
  return `${comment.join('')}${used.length === 0 ? '\n' : imports}${text}`
}

function schemaTexts(
  queries: readonly DescribedQuery[],
  bases: ReadonlyMap<string, string>,
): readonly string[] {
  const taken = new Set<string>()
  const names = [...new Set(queries.map(({ schemaName }) => schemaName))].toSorted()
  const types = names.map((name) => [name, `${freeName(typeName([name]), taken)}Schema`] as const)
  const schemas = types.map(([schema, type]) => {
    const members = queries
      .filter(({ schemaName }) => schemaName === schema)
      .map(
        ({ name }) =>
          `  readonly ${member(name, `${bases.get(idOf(schema, name)) ?? ''}Query`, '')}`,
      )
    return declared(type, members)
  })
  const root = types.map(([schema, type]) => `  readonly ${member(schema, type, '')}`)
  const comment = '/** The queries by their schemas, for `typed`. */\n'
  return [...schemas, declared('LabKeySchemas', root, comment)]
}

/** Tables that are described by lookups alone. */
function foreignTables(queries: readonly DescribedQuery[]): ReadonlyMap<string, DescribedLookup> {
  const found = new Map<string, DescribedLookup>()
  for (const { lookups } of queries) {
    for (const lookup of lookups.toSorted((a, b) => compare(a.column, b.column))) {
      const id = targetOf(lookup, queries)
      const isOwn = queries.some(({ schemaName, name }) => idOf(schemaName, name) === id)
      if (!isOwn && lookup.columns !== undefined && !found.has(id)) found.set(id, lookup)
    }
  }
  return new Map([...found].toSorted(([a], [b]) => compare(a, b)))
}

function targetOf(
  { schemaName, queryName, containerPath, columns }: DescribedLookup,
  queries: readonly DescribedQuery[],
): string {
  if (columns === undefined) {
    const own = queries.find(
      (query) => isSame(query.schemaName, schemaName) && isSame(query.name, queryName),
    )
    if (own !== undefined) return idOf(own.schemaName, own.name)
  }
  return idOf(schemaName, queryName, containerPath ?? '')
}

function uniqueQueries(queries: readonly DescribedQuery[]): readonly DescribedQuery[] {
  const byId = new Map(queries.map((query) => [idOf(query.schemaName, query.name), query]))
  return [...byId].toSorted(([a], [b]) => compare(a, b)).map(([, query]) => query)
}

/** LabKey's names of schemas and queries are the same in any case. */
function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}

function idOf(...parts: readonly string[]): string {
  return JSON.stringify(parts)
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`
  taken.add(name)
  return name
}

/** By code units, which no locale changes. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** A line that begins with @ would be an order to a compiler. */
function headLine(line: string): string {
  return line
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, ' ')
    .replace(/^([\s/*]*)@/, String.raw`$1\@`)
}
