import type { Call } from '../actions/action.ts'
import { recordAccess } from '../audit/record-access.ts'
import type { Row } from '../data/table.ts'
import { badParameter, RefusedError } from '../http/failures.ts'
import type { Permission } from '../site/permissions.ts'
import { isJsonObject, optionalFlag, optionalText, requireText, rowsOf } from './json-body.ts'
import type { JsonObject } from './json-body.ts'
import { callIn, openTarget } from './open-target.ts'
import type { Target } from './open-target.ts'
import type { SentRow } from './read-row.ts'
import { wrongUse } from './row-errors.ts'
import { eachByItself, removeRows, writeRows } from './write-rows.ts'
import type { RowChange, WriteTarget } from './write-rows.ts'

/** The name of a command that writes rows (contract 4.7). */
export type CommandName =
  | 'insert'
  | 'insertWithKeys'
  | 'importRows'
  | 'update'
  | 'updateChangingKeys'
  | 'delete'

/** The permission that each command needs on the table. */
const permissions: Readonly<Record<CommandName, Permission>> = {
  insert: 'insert',
  insertWithKeys: 'insert',
  importRows: 'insert',
  update: 'update',
  updateChangingKeys: 'update',
  delete: 'delete',
}

/** One command, ready to be done: everything about it was checked but its rows. */
export interface SaveCommand {
  readonly name: CommandName
  readonly call: Call
  readonly schemaName: string
  readonly queryName: string
  readonly target: Target
  readonly rows: readonly SentRow[]
  readonly isTransacted: boolean
  /** Return what was sent instead of what is there now. */
  readonly isReselectSkipped: boolean
  readonly userComment: string | undefined
}

/** What a command did: the rows for its answer. */
export type SavedRows = readonly JsonObject[]

/** Reads the name of a command. @throws {ActionError} 500 for another one. */
export function parseCommandName(name: string): CommandName {
  if (Object.hasOwn(permissions, name)) return name as CommandName
  throw wrongUse(
    `No enum constant org.labkey.query.controllers.QueryController.CommandType.${name}`,
  )
}

/**
 * Reads a command and checks that the caller may do it.
 *
 * @throws {ActionError} 400 or 500, {@link RefusedError} 401 or 403, see `open-target.ts`.
 */
export function readCommand(call: Call, name: CommandName, json: JsonObject): SaveCommand {
  const rows = rowsOf(json)
  const schemaName = requireText(json, 'schemaName')
  const queryName = requireText(json, 'queryName')
  const containerPath = optionalText(json, 'containerPath')
  const there = containerPath === undefined ? call : callIn(call, containerPath)
  return {
    name,
    call: there,
    schemaName,
    queryName,
    target: openTarget(there, schemaName, queryName, permissions[name]),
    rows,
    isTransacted: optionalFlag(json, 'transacted', true),
    isReselectSkipped: optionalFlag(json, 'skipReselectRows', false),
    userComment: optionalText(json, 'auditUserComment'),
  }
}

/** Records what a command is about to do. Wait for it before doing it. */
export async function recordCommand(command: SaveCommand): Promise<void> {
  const { call, name, target, rows, userComment } = command
  const table = target.kind === 'stored' ? target.definition : target.system
  await recordAccess(call, {
    event: 'QueryUpdateAuditEvent',
    schemaName: table.schemaName,
    queryName: table.name,
    rowCount: rows.length,
    comment: userComment === undefined ? name : `${name}: ${userComment}`,
  })
}

/** Does a command on rows that are kept. Call it inside a transaction, unless it wants none. */
export function applyCommand(command: SaveCommand): SavedRows {
  const { target, name, rows, call, isTransacted } = command
  if (target.kind !== 'stored') throw wrongUse('This table cannot be part of a transaction.')
  const work = (part: readonly SentRow[]): SavedRows => applyRows(command, target, name, part)
  return isTransacted ? work(rows) : eachByItself(call.site.database, rows, work)
}

/** Does a delete on a table that the server fills. @throws {RefusedError} 403 for anything else. */
export async function applySystemCommand(command: SaveCommand): Promise<SavedRows> {
  const { target, name, rows, call } = command
  if (target.kind !== 'system' || name !== 'delete' || target.system.deleteRow === undefined) {
    throw new RefusedError(403, 'User does not have permission to perform this operation.')
  }
  const deleted: JsonObject[] = []
  for (const row of rows) {
    const [, key] = Object.entries(row).find(([column]) => column.toLowerCase() === 'rowid') ?? []
    if (typeof key !== 'number' && typeof key !== 'string') throw wrongUse('RowId is missing')
    if (await target.system.deleteRow(call, Number(key))) deleted.push({ RowId: Number(key) })
  }
  return deleted
}

function applyRows(
  command: SaveCommand,
  target: WriteTarget,
  name: CommandName,
  rows: readonly SentRow[],
): SavedRows {
  switch (name) {
    case 'delete':
      return removeRows(target, rows).map((row) => toJson(target, row))
    case 'insertWithKeys':
    case 'updateChangingKeys': {
      const changes = rows.map((row) => {
        const { values, oldKeys } = row
        if (!isJsonObject(values)) throw badParameter('values', 'A row needs values.')
        return { values, oldKeys: isJsonObject(oldKeys) ? oldKeys : undefined }
      })
      const mode = name === 'insertWithKeys' ? 'insert' : 'update'
      const written = writeRows(
        target,
        mode,
        changes.map(({ values, oldKeys }): RowChange => ({
          values,
          ...(oldKeys !== undefined && mode === 'update' && { oldKeys }),
        })),
      )
      return written.map((row, index) => ({
        values: toJson(target, row),
        oldKeys: changes[index]?.oldKeys ?? null,
      }))
    }
    case 'insert':
    case 'importRows':
    case 'update': {
      const mode = name === 'update' ? 'update' : 'insert'
      const written = writeRows(
        target,
        mode,
        rows.map((values) => ({ values })),
      )
      return command.isReselectSkipped
        ? rows.map((sent, index) => ({ ...sent, ...keysOf(target, written[index]) }))
        : written.map((row) => toJson(target, row))
    }
  }
}

/** Returns a row as it is told to the client, without what the client is not entitled to. */
export function toJson({ columns }: WriteTarget, row: Row): JsonObject {
  return Object.fromEntries(columns.map(({ name, index }) => [name, row[index] ?? null]))
}

function keysOf(target: WriteTarget, row: Row | undefined): JsonObject {
  const keys = target.columns.filter((column) => column.isKey)
  return Object.fromEntries(keys.map(({ name, index }) => [name, row?.[index] ?? null]))
}
