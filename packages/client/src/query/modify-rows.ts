import { decodeError } from '../answer-error.ts'
import { callOptionNames, readCallOptions, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions, type OptionReader } from '../check-options.ts'
import { isObject, numberOf, objectsOf, present, textOf, type Json } from '../read-json.ts'
import { completeCall } from '../request.ts'
import { parseContainer } from '../request-url.ts'
import type { Caller } from './ask-query.ts'
import { isRowsToSend, rowBody, type RowsToSend } from './row-body.ts'
import type { Asked, QueryRow } from './rows.ts'

/** How much of a change the audit log keeps. */
export type AuditBehavior = 'NONE' | 'SUMMARY' | 'DETAILED'

export const auditBehaviors = ['NONE', 'SUMMARY', 'DETAILED'] as const

/** What every change of rows takes. */
export interface ModifyRowsOptions<Row extends object = QueryRow> extends CallOptions {
  readonly schemaName: string
  readonly queryName: string
  /**
   * At least one. Updates and deletions need the key columns. More than 1000, and rows that are yielded,
   * are sent while they are written; such a call cannot be repeated after a refusal.
   */
  readonly rows: RowsToSend<Row>
  /** All rows or none. Default: true. */
  readonly transacted?: boolean
  /** Handed to the table's triggers. */
  readonly extraContext?: Readonly<Record<string, unknown>>
  /** Default: the table's. */
  readonly auditBehavior?: AuditBehavior
  /** Goes into the audit log. */
  readonly auditUserComment?: string
  /** Answers with what was sent instead of reading it again, which is faster. Default: false. */
  readonly skipReselectRows?: boolean
}

const modifyRowsNames = [
  'schemaName',
  'queryName',
  'rows',
  'transacted',
  'extraContext',
  'auditBehavior',
  'auditUserComment',
  'skipReselectRows',
  ...callOptionNames,
] as const satisfies readonly (keyof ModifyRowsOptions)[]

/** Rows and where to: the container whose rows they are to become. */
export interface MoveRowsOptions<Row extends object = QueryRow> extends Omit<
  ModifyRowsOptions<Row>,
  'skipReselectRows'
> {
  /** As `/Project/Folder`. */
  readonly targetContainer: string
}

const moveRowsNames = [...modifyRowsNames, 'targetContainer'] as const

/** What a change has done. */
export interface ModifyRowsResult<Row = QueryRow> {
  /** In LabKey's own spelling. */
  readonly schemaName: string
  readonly queryName: string
  /** `insert`, `update`, `delete`, `importRows`, `moveRows`, `insertWithKeys`, `updateChangingKeys`. */
  readonly command: string
  /** How many rows were sent. A row that was not there to delete counts as well: look at `rows`. */
  readonly rowsAffected: number
  /**
   * The rows as they are now, with keys that the database has made; of a deletion, the rows that were
   * deleted. Names may be spelt as the database does. Empty for `importRows` and `moveRows`.
   */
  readonly rows: readonly Row[]
  /** Counts by kind, of `moveRows`. */
  readonly updateCounts?: Readonly<Record<string, number>>
  /** The entry of the audit log that holds the whole change. */
  readonly transactionAuditId?: number
}

/** The actions that change rows. */
export type ModifyAction = 'insertRows' | 'updateRows' | 'deleteRows' | 'importRows' | 'moveRows'

/** Changes rows: `query-insertRows.api` and its siblings (contract 4.7). */
export async function modifyRows<Saved>(
  action: ModifyAction,
  options: ModifyRowsOptions<object> | MoveRowsOptions<object>,
  { client, perform }: Caller,
): Promise<ModifyRowsResult<Saved>> {
  const names = action === 'moveRows' ? moveRowsNames : modifyRowsNames
  const own = ownOptions(options, action, names)
  const read = readOptions(own, action)
  const schemaName = read.requiredText('schemaName')
  const queryName = read.requiredText('queryName')
  const { extraContext } = own
  const rows = rowsOf(own['rows'], read)
  if (extraContext !== undefined && !isObject(extraContext))
    read.refuse('extraContext', 'an object')
  const document = present({
    schemaName,
    queryName,
    transacted: read.flag('transacted'),
    extraContext,
    auditBehavior: read.choice('auditBehavior', auditBehaviors),
    auditUserComment: read.text('auditUserComment'),
    skipReselectRows: read.flag('skipReselectRows'),
    targetContainerPath:
      action === 'moveRows' ? targetOf(read.requiredText('targetContainer')) : undefined,
  })
  const call = completeCall(client, {
    ...readCallOptions(read, client),
    method: 'POST',
    controller: 'query',
    action,
    subject: `${action} ${schemaName}.${queryName}`,
    contentType: 'application/json; charset=utf-8',
    body: rowBody(document, rows, action),
    readOnly: false,
  })
  const { value, answer, report } = await perform(call)
  const result = readModifyResult<Saved>(value, { schemaName, queryName })
  if (result === undefined) throw decodeError(report, answer, { kind: 'json', value })
  return result
}

/** Reads what a change has done; `undefined` when the answer is of another form. */
export function readModifyResult<Saved>(
  value: unknown,
  asked: Asked,
): ModifyRowsResult<Saved> | undefined {
  if (!isObject(value)) return undefined
  const command = textOf(value['command'])
  // Contract 4.7: moveRows counts in `updateCounts` instead.
  const updateCounts = isObject(value['updateCounts']) ? countsOf(value['updateCounts']) : undefined
  const rowsAffected = numberOf(value['rowsAffected'])
  if (command === undefined && rowsAffected === undefined && updateCounts === undefined)
    return undefined
  const rows = objectsOf(value['rows'])
  return {
    schemaName: textOf(value['schemaName']) ?? asked.schemaName,
    queryName: textOf(value['queryName']) ?? asked.queryName,
    command: command ?? (updateCounts === undefined ? '' : 'moveRows'),
    rowsAffected: rowsAffected ?? rows.length,
    // The caller says what a row is; the wire cannot.
    rows: rows as readonly Saved[],
    ...present({ updateCounts, transactionAuditId: numberOf(value['transactionAuditId']) }),
  }
}

function countsOf(counts: Json): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(counts).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number',
    ),
  )
}

function rowsOf(rows: unknown, read: OptionReader): RowsToSend<object> {
  const isThere = isRowsToSend(rows) && !(Array.isArray(rows) && rows.length === 0)
  return isThere
    ? rows
    : read.refuse('rows', 'an array with at least one row, or something that yields rows')
}

/** A container is a path, or its GUID. */
function targetOf(text: string): string {
  const segments = parseContainer(text)
  return text.startsWith('/') ? `/${segments.join('/')}` : text
}
