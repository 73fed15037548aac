import type { Call } from '../actions/action.ts'
import { notFound } from '../http/failures.ts'
import type { PlacedData } from './database.ts'
import { parseSchemaKey } from './field-key.ts'
import { findSystemTable, systemTables } from './system-tables.ts'
import type { SystemTable } from './system-tables.ts'

/** What a list of tables says of each. */
export interface TableSummary {
  readonly schemaName: string
  readonly name: string
  readonly title: string
  readonly description: string | null
  /** `null` if they would have to be made to be counted. */
  readonly rowCount: number | null
  /** Whether it is a saved query. */
  readonly isQuery: boolean
}

/** A table by name: one with data of the container, or one that the server fills. */
export type FoundTable =
  | { readonly kind: 'data'; readonly data: PlacedData }
  | { readonly kind: 'system'; readonly system: SystemTable }

/** Returns the tables and saved queries of the call's container. */
export function tablesIn({ site, container }: Call): readonly TableSummary[] {
  return site.database.tablesIn(container.entityId).map(({ definition, store }) => ({
    schemaName: definition.schemaName,
    name: definition.name,
    title: definition.title,
    description: definition.description,
    rowCount: store?.size() ?? null,
    isQuery: definition.source.kind === 'query',
  }))
}

/** Returns the names of the schemas in the call's container, in order. */
export function schemaNamesIn(call: Call): readonly string[] {
  const names = [...tablesIn(call), ...systemTables].map((table) => table.schemaName)
  return [...new Set([...names, 'core'])].toSorted()
}

/** Tells whether a schema name means the tables that the server fills, which are no data. */
export function isSystemSchema(schemaName: string | undefined): boolean {
  const wanted = schemaName?.toLowerCase()
  return (
    wanted === 'core' || systemTables.some((table) => table.schemaName.toLowerCase() === wanted)
  )
}

/** Decodes a schema name as it comes from a client, `assay.General` for two parts. */
export function schemaNameOf(schemaName: string | undefined): string {
  return parseSchemaKey(schemaName ?? '').join('.')
}

/** Returns the schema's canonical name in the call's container, or `undefined`. */
export function findSchema(call: Call, schemaName: string | undefined): string | undefined {
  const wanted = schemaNameOf(schemaName).toLowerCase()
  return schemaNamesIn(call).find((name) => name.toLowerCase() === wanted)
}

/** Finds a table in the call's container by schema and query name, without regard to case. */
export function lookUpTable(
  call: Call,
  schemaName: string | undefined,
  queryName: string | undefined,
): FoundTable | undefined {
  const schema = schemaNameOf(schemaName)
  const system = findSystemTable(schema, queryName ?? '')
  if (system !== undefined) return { kind: 'system', system }
  const data = call.site.database
    .tablesIn(call.container.entityId)
    .find(
      ({ definition }) =>
        definition.schemaName.toLowerCase() === schema.toLowerCase() &&
        definition.name.toLowerCase() === queryName?.toLowerCase(),
    )
  return data === undefined ? undefined : { kind: 'data', data }
}

/**
 * Finds a table as {@link lookUpTable} does.
 *
 * @throws {ActionError} 404 in LabKey's words (contract 4.5).
 */
export function findTable(
  call: Call,
  schemaName: string | undefined,
  queryName: string | undefined,
): FoundTable {
  const found = lookUpTable(call, schemaName, queryName)
  if (found !== undefined) return found
  const schema = findSchema(call, schemaName)
  if (schema === undefined) throw notFound('The specified schema does not exist')
  throw notFound(`The specified query '${queryName ?? ''}' does not exist in schema '${schema}'`)
}
