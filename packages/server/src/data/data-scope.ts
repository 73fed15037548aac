import type { Call } from '../actions/action.ts'
import { ActionError, RefusedError } from '../http/failures.ts'
import { checkDeclaration, declarationOf } from '../routing/check-declaration.ts'
import type { Container } from '../site/container.ts'
import { hasPermission } from '../site/permissions.ts'
import { filterContainers } from './container-filter.ts'
import type { PlacedData } from './database.ts'
import type { FieldScope } from './field.ts'
import { isWithinPhi } from './phi.ts'
import type { PhiLevel } from './phi.ts'
import { createTable } from './table.ts'
import type { Row, Table } from './table.ts'

/** What a call may see: of which containers, and up to which PHI level. */
export interface DataScope extends FieldScope {
  readonly call: Call
  readonly containers: readonly Container[]
}

/**
 * Finds out what a call may see under a container filter.
 *
 * Other containers count only as far as the caller may read them and has declared what they need; the
 * lowest of the declared PHI levels holds for all.
 *
 * @throws {RefusedError} 403 if the call's own container lacks a step.
 */
export function openScope(call: Call, containerFilter: string | undefined): DataScope {
  checkDeclaration(call)
  const chosen = filterContainers(containerFilter, call.container, call.site.containers)
  const containers = chosen.filter(
    (container) => container === call.container || isOpen({ ...call, container }),
  )
  const phiLevel = containers
    .map((container) => phiLevelIn({ ...call, container }))
    .reduce((lowest, level) => (isWithinPhi(level, lowest) ? level : lowest), 'Restricted')
  const scope: DataScope = {
    call,
    containers,
    phiLevel,
    target: ({ schemaName, queryName }) => openStored(schemaName, queryName),
  }
  const opened = new Map<string, Table | undefined>()
  return scope

  function openStored(schemaName: string, queryName: string): Table | undefined {
    const name = JSON.stringify([schemaName, queryName])
    if (!opened.has(name)) {
      const data = placedIn(scope, schemaName, queryName)
      opened.set(name, data[0]?.definition.source.kind === 'query' ? undefined : merge(data))
    }
    return opened.get(name)
  }
}

/** Returns a table as it stands in each of the scope's containers that has it. */
export function placedIn(
  { call, containers }: Pick<DataScope, 'call' | 'containers'>,
  schemaName: string,
  queryName: string,
): readonly PlacedData[] {
  return containers.flatMap((container) =>
    call.site.database
      .tablesIn(container.entityId)
      .filter(
        ({ definition }) =>
          definition.schemaName.toLowerCase() === schemaName.toLowerCase() &&
          definition.name.toLowerCase() === queryName.toLowerCase(),
      ),
  )
}

/** Returns the rows of one table in several containers as one table. */
export function merge(placed: readonly PlacedData[]): Table | undefined {
  const [first] = placed
  if (first === undefined) return undefined
  // Tables of the same name that are not the same table have other columns.
  const parts = placed.filter(({ definition }) => definition === first.definition)
  const { schemaName, name, title, description, columns } = first.definition
  const table = createTable({
    schemaName,
    name,
    title,
    description,
    columns,
    rows: { [Symbol.iterator]: () => rowsOf(parts) },
  })
  const stores = parts.flatMap(({ store }) => store ?? [])
  if (stores.length < parts.length || table.keyColumn === null) return table
  return {
    ...table,
    rowByKey: (key) => stores.map((store) => store.find(key)).find((row) => row !== undefined),
  }
}

function* rowsOf(parts: readonly PlacedData[]): Generator<Row> {
  for (const { store, definition } of parts) {
    if (store !== null) yield* store.rows
    else if (definition.source.kind === 'generated') yield* generated(definition.source.rows)
  }
}

/** What the rows' maker throws becomes LabKey's answer to a row that the database cannot give. */
function* generated(rows: () => Iterable<Row>): Generator<Row> {
  try {
    yield* rows()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new ActionError(400, message, { exceptionClass: 'java.lang.RuntimeException' })
  }
}

function isOpen(call: Call): boolean {
  if (!hasPermission(call.caller.user, 'read', call.container)) return false
  try {
    checkDeclaration(call)
    return true
  } catch (error) {
    if (error instanceof RefusedError) return false
    throw error
  }
}

function phiLevelIn(call: Call): PhiLevel {
  return call.container.protectedBy === null ? 'Restricted' : (declarationOf(call)?.phi ?? 'NotPHI')
}
