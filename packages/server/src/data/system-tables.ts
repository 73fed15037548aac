import type { Call } from '../actions/action.ts'
import { auditTables } from '../audit/audit-tables.ts'
import { apiKeyTables } from '../keys/api-key-tables.ts'
import type { Cell, Table } from './table.ts'

/** A table that the server itself fills, such as the audit. It holds no data of a container. */
export interface SystemTable {
  readonly schemaName: string
  readonly name: string
  /** Whether `query-getQueries` names it. */
  readonly isListed: boolean
  /**
   * Opens it for a call; `undefined` if it is not there for this caller.
   *
   * @throws {RefusedError} 403 if the caller must not see it.
   */
  readonly open: (
    call: Call,
    containerFilter: string | undefined,
  ) => Table | undefined | Promise<Table | undefined>
  /** Deletes the row with a key and tells whether it was there. Without it, deleting is refused. */
  readonly deleteRow?: (call: Call, key: Cell) => boolean | Promise<boolean>
}

/** Every table that the server fills. */
export const systemTables: readonly SystemTable[] = [...auditTables, ...apiKeyTables]

/** Finds a system table by schema and name without regard to case. */
export function findSystemTable(schemaName: string, queryName: string): SystemTable | undefined {
  return systemTables.find(
    (table) =>
      table.schemaName.toLowerCase() === schemaName.toLowerCase() &&
      table.name.toLowerCase() === queryName.toLowerCase(),
  )
}
