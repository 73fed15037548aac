import { notFound } from '../http/failures.ts'
import type { ActionError } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import { isJsonObject, jsonBodyOf, optionalFlag, requireText } from '../write/json-body.ts'
import type { JsonObject } from '../write/json-body.ts'
import { RowValidationError, wrongUse } from '../write/row-errors.ts'
import {
  applyCommand,
  applySystemCommand,
  parseCommandName,
  readCommand,
  recordCommand,
} from '../write/save-command.ts'
import type { CommandName, SaveCommand, SavedRows } from '../write/save-command.ts'
import type { Action, Call } from './action.ts'
import { readApiVersion } from './select-parameters.ts'

/** From this version on, row errors are told with 200 (contract 0.4). */
const errorsWith200 = 13.2

/** `query-insertRows.api` (contract 4.7). */
export const insertRows: Action = rowAction('query-insertRows', 'insert')

/** `query-updateRows.api`: finds rows by their keys and changes the columns that were sent. */
export const updateRows: Action = rowAction('query-updateRows', 'update')

/** `query-deleteRows.api`; keys that are not there are no error. */
export const deleteRows: Action = rowAction('query-deleteRows', 'delete')

/** `query-delRows.api`: another name of {@link deleteRows}. */
export const delRows: Action = rowAction('query-delRows', 'delete')

/** `query-importRows.api`: inserts without telling the rows back. */
export const importRows: Action = rowAction('query-importRows', 'importRows')

/**
 * `query-saveRows.api`: several commands, by default all or none (contract 4.7).
 *
 * With `validateOnly` everything is tried and taken back.
 */
export const saveRows: Action = {
  name: 'query-saveRows',
  answers: 'json',
  method: 'write',
  needs: 'read',
  body: 'data',
  handle: async (call) => {
    const json = jsonBodyOf(call)
    const commands: unknown = json['commands']
    if (!Array.isArray(commands) || commands.length === 0) throw notFound('Empty request')
    const read = commands.map((command: unknown) => {
      if (!isJsonObject(command)) throw wrongUse('A command is not an object.')
      return readCommand(call, parseCommandName(requireText(command, 'command')), command)
    })
    const isTransacted = optionalFlag(json, 'transacted', true)
    const isRehearsal = optionalFlag(json, 'validateOnly', false)
    return isTransacted || isRehearsal
      ? saveTogether(call, read, isRehearsal)
      : saveApart(call, read)
  },
}

function rowAction(name: string, command: CommandName): Action {
  return {
    name,
    answers: 'json',
    method: 'write',
    needs: 'read',
    body: 'data',
    handle: async (call) => {
      const read = readCommand(call, command, jsonBodyOf(call))
      try {
        return jsonResponse(answerOf(read, await save(call, read)))
      } catch (error) {
        if (!isToldWith200(call, error)) throw error
        return jsonResponse({ ...answerOf(read, []), rows: undefined, errors: errorsOf(error) })
      }
    },
  }
}

// The record is written before anything changes, and only for what would work.
async function save(call: Call, command: SaveCommand): Promise<SavedRows> {
  const { database } = call.site
  if (command.target.kind === 'system') {
    await recordCommand(command)
    return applySystemCommand(command)
  }
  if (!command.isTransacted) {
    await recordCommand(command)
    return applyCommand(command)
  }
  database.rehearse(() => applyCommand(command))
  await recordCommand(command)
  return database.transact(() => applyCommand(command))
}

async function saveTogether(
  call: Call,
  commands: readonly SaveCommand[],
  isRehearsal: boolean,
): Promise<Response> {
  const { database } = call.site
  const applyAll = (): JsonObject[] =>
    commands.map((command) => answerOf(command, applyCommand({ ...command, isTransacted: true })))
  let failed: { readonly index: number; readonly error: RowValidationError } | undefined
  const result = database.rehearse(() =>
    commands.map((command, index) => {
      try {
        return answerOf(command, applyCommand({ ...command, isTransacted: true }))
      } catch (error) {
        if (failed !== undefined || !isToldWith200(call, error)) throw error
        failed = { index, error }
        return { ...answerOf(command, []), rows: undefined, errors: errorsOf(error) }
      }
    }),
  )
  if (failed !== undefined) {
    // Commands behind the one that failed were not meant to run.
    const told = result.slice(0, failed.index + 1)
    return jsonResponse({ result: told, committed: false, errorCount: failed.error.rows.length })
  }
  if (isRehearsal) return jsonResponse({ result, committed: false, errorCount: 0 })
  for (const command of commands) await recordCommand(command)
  return jsonResponse({ result: database.transact(applyAll), committed: true, errorCount: 0 })
}

async function saveApart(call: Call, commands: readonly SaveCommand[]): Promise<Response> {
  const result: JsonObject[] = []
  let errorCount = 0
  for (const command of commands) {
    try {
      result.push(answerOf(command, await save(call, command)))
    } catch (error) {
      if (!isToldWith200(call, error)) throw error
      errorCount += error.rows.length
      result.push({ ...answerOf(command, []), rows: undefined, errors: errorsOf(error) })
    }
  }
  return jsonResponse({ result, committed: errorCount === 0, errorCount })
}

function answerOf(command: SaveCommand, rows: SavedRows): JsonObject {
  const { schemaName, queryName, name, call } = command
  return {
    schemaName,
    queryName,
    command: name,
    containerPath: call.container.path,
    ...(name !== 'importRows' && { rows }),
    rowsAffected: command.rows.length,
  }
}

function isToldWith200(call: Call, error: unknown): error is RowValidationError {
  return (
    error instanceof RowValidationError &&
    readApiVersion(call.parameters, call.request.headers) >= errorsWith200
  )
}

function errorsOf(error: ActionError): JsonObject {
  const { success: _, ...said } = error.toJson() as { success: boolean }
  return said
}
