import { ActionError } from '../http/failures.ts'

/** Why one row cannot be written. */
export interface RowProblem {
  /** Column at fault; `null` if it is the row as a whole. */
  readonly field: string | null
  readonly message: string
}

/** A row that cannot be written, and everything that is wrong with it. */
export interface BadRow {
  /** 1 for the first of the request. */
  readonly rowNumber: number
  readonly row: Readonly<Record<string, unknown>>
  readonly problems: readonly RowProblem[]
}

/**
 * Rows that do not hold what their table needs, such as a required value: LabKey's batch validation.
 *
 * 400, or 200 with `errors` beside the rest when the client asked for version 13.2 or later.
 */
export class RowValidationError extends ActionError {
  readonly schemaName: string
  readonly queryName: string
  readonly rows: readonly BadRow[]

  constructor(schemaName: string, queryName: string, rows: readonly BadRow[]) {
    super(400, rows[0]?.problems[0]?.message ?? 'A row is not valid.')
    this.name = 'RowValidationError'
    this.schemaName = schemaName
    this.queryName = queryName
    this.rows = rows
  }

  /** Says all of it in LabKey's shape (contract 4.7). */
  override toJson(): object {
    return {
      success: false,
      exception: this.message,
      errorCount: this.rows.length,
      extraContext: {},
      errors: this.rows.map(({ row, rowNumber, problems }) => ({
        exception: problems[0]?.message,
        schemaName: this.schemaName,
        queryName: this.queryName,
        row,
        rowNumber,
        errors: problems.map(({ field, message }) => ({
          id: field,
          field,
          msg: message,
          message,
        })),
      })),
    }
  }
}

/** Returns the error of a key that is missing (LabKey/platform, AbstractQueryUpdateService). */
export function missingKey(column: string): ActionError {
  return new ActionError(500, `Value for key field '${column}' was null or not supplied!`, {
    exceptionClass: 'org.labkey.api.query.InvalidKeyException',
  })
}

/** Returns the error of a row that is there already: binding-style 400 (contract 4.7). */
export function duplicateKey(values: readonly unknown[]): ActionError {
  return new ActionError(400, `Duplicate key provided: ${values.join(', ')}`)
}

/** Returns what LabKey throws for wrong use of the API: 500 (contract 0.6). */
export function wrongUse(message: string): ActionError {
  return new ActionError(500, message, { exceptionClass: 'java.lang.IllegalArgumentException' })
}
