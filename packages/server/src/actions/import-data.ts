import { recordAccess } from '../audit/record-access.ts'
import { lookUpTable } from '../data/catalog.ts'
import { ActionError, badParameter, notFound } from '../http/failures.ts'
import { jsonResponse, textAreaResponse } from '../http/responses.ts'
import { openTarget } from '../write/open-target.ts'
import { parseDelimited } from '../write/parse-delimited.ts'
import type { SentRow } from '../write/read-row.ts'
import { RowValidationError, wrongUse } from '../write/row-errors.ts'
import { writeRows } from '../write/write-rows.ts'
import type { WriteMode, WriteTarget } from '../write/write-rows.ts'
import type { Action, Call } from './action.ts'
import { requireParameter } from './require-parameter.ts'

/** What LabKey's insert options do with a row whose key is there, or is not (contract 4.9). */
const modes: ReadonlyMap<string, WriteMode> = new Map<string, WriteMode>([
  ['IMPORT', 'insert'],
  ['INSERT', 'insert'],
  ['IMPORT_IDENTITY', 'insert'],
  ['MERGE', 'merge'],
  ['UPSERT', 'merge'],
  ['REPLACE', 'replace'],
  ['UPDATE', 'update'],
])

/**
 * `query-import.api`: rows from TSV or CSV, in the parameter `text` or in a file (contract 4.9).
 *
 * All rows or none. Wrong rows are answered 200 with `errors` as an object. Columns are found by name or
 * caption; others are ignored. A multipart answer goes into a text area of a page, unless the request
 * says that a script sent it.
 */
export const importData: Action = {
  name: 'query-import',
  answers: 'json',
  method: 'write',
  needs: 'read',
  body: 'data',
  handle: async (call) => {
    const schemaName = requireParameter(call.parameters, 'schemaName')
    const queryName = requireParameter(call.parameters, 'queryName')
    if (lookUpTable(call, schemaName, queryName) === undefined) {
      throw notFound(`The specified query '${queryName}' does not exist in schema '${schemaName}'`)
    }
    const option = (call.parameters.get('insertOption') || 'IMPORT').toUpperCase()
    const mode = modes.get(option)
    if (mode === undefined) throw badParameter('insertOption', `Unknown insertOption: ${option}`)
    const target = openTarget(call, schemaName, queryName, mode === 'update' ? 'update' : 'insert')
    if (target.kind !== 'stored') throw wrongUse(`The query '${queryName}' cannot be imported to.`)
    if (mode === 'merge' || mode === 'replace') openTarget(call, schemaName, queryName, 'update')
    try {
      const rows = toRows(target, await readRecords(call))
      return respond(call, { success: true, rowCount: await importRows(call, target, mode, rows) })
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      return respond(call, {
        success: false,
        exception: wordsOf(error),
        errors: { [error.field ?? fieldOf(error) ?? '_form']: wordsOf(error) },
      })
    }
  },
}

async function importRows(
  call: Call,
  target: WriteTarget,
  mode: WriteMode,
  rows: readonly SentRow[],
): Promise<number> {
  const { database } = call.site
  const write = (): number =>
    writeRows(
      target,
      mode,
      rows.map((values) => ({ values })),
    ).length
  database.rehearse(write)
  const comment = call.parameters.get('auditUserComment')
  await recordAccess(call, {
    event: 'QueryUpdateAuditEvent',
    schemaName: target.definition.schemaName,
    queryName: target.definition.name,
    rowCount: rows.length,
    comment: comment ? `import: ${comment}` : 'import',
  })
  return database.transact(write)
}

async function readRecords({ parameters }: Call): Promise<readonly (readonly string[])[]> {
  const [file] = parameters.files
  const text = file === undefined ? parameters.get('text') : await file.content.text()
  if (text === undefined) {
    throw new ActionError(400, 'No data was supplied: send text or a file.')
  }
  const format = parameters.get('format')?.toLowerCase()
  const isCsv =
    format === 'csv' ||
    (format === undefined && (file?.fileName.toLowerCase().endsWith('.csv') ?? false))
  return parseDelimited(text, isCsv ? ',' : '\t')
}

function toRows(target: WriteTarget, records: readonly (readonly string[])[]): readonly SentRow[] {
  const [header, ...body] = records
  if (header === undefined || body.length === 0) throw new ActionError(400, 'There are no rows.')
  const names = header.map((heading) => {
    const wanted = heading.trim().toLowerCase()
    const column = target.columns.find(
      ({ name, caption }) => name.toLowerCase() === wanted || caption.toLowerCase() === wanted,
    )
    return column?.name
  })
  if (names.every((name) => name === undefined)) {
    throw new ActionError(400, 'None of the headings is a column of the table.')
  }
  return body.map((fields) =>
    Object.fromEntries(
      names.flatMap((name, index) =>
        name === undefined ? [] : [[name, fields[index] === '' ? null : (fields[index] ?? null)]],
      ),
    ),
  )
}

function respond(call: Call, body: object): Response {
  const { headers } = call.request
  const isForm = headers.get('Content-Type')?.toLowerCase().startsWith('multipart/form-data')
  const isScript = headers.get('X-Requested-With') === 'XMLHttpRequest'
  return isForm && !isScript ? textAreaResponse(body) : jsonResponse(body)
}

function wordsOf(error: ActionError): string {
  if (!(error instanceof RowValidationError)) return error.message
  const [first] = error.rows
  return first === undefined ? error.message : `Row ${first.rowNumber}: ${error.message}`
}

function fieldOf(error: ActionError): string | undefined {
  return error instanceof RowValidationError
    ? (error.rows[0]?.problems[0]?.field ?? undefined)
    : undefined
}
