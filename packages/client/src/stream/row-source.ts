import { decodeError } from '../answer-error.ts'
import type { Call } from '../call.ts'
import { noAnswerError } from '../no-answer-error.ts'
import type { Open, Opened } from '../perform.ts'
import type { QueryColumn } from '../query/columns.ts'
import { UndecodableError } from './undecodable-error.ts'

/** What is known of the rows of a stream before the first of them. */
export interface RowsMetadata {
  readonly columns: readonly QueryColumn[]
  /** In LabKey's own spelling. */
  readonly schemaName: string
  /** In LabKey's own spelling; `sql` for SQL. */
  readonly queryName: string
}

/** Rows in the batches in which they arrive. Nothing is sent before the first question. */
export interface RowSource<Row> {
  /** At least one row; `undefined` at the end. Not to be called again before it has answered. */
  next(): Promise<readonly Row[] | undefined>
  /** Reads on up to the first row, if it must. */
  metadata(): Promise<RowsMetadata>
  /** What LabKey counted; known at the end. */
  readonly rowCount: number | undefined
  /** Closes the connection if it is still open. */
  close(): Promise<void>
}

/** What a source must know of the form of its answer. */
export interface RowReader<Row> {
  /**
   * Takes bytes and gives the rows that they completed.
   *
   * @throws {UndecodableError}
   */
  push(chunk: Uint8Array): readonly Row[]
  /** `undefined` until it is known. */
  metadata(): RowsMetadata | undefined
  /**
   * Looks at what stands behind the rows, and gives the count of rows if there is one.
   *
   * @throws {UndecodableError} for an answer that stops before its end
   * @throws {LabKeyError} for one that reports a failure
   */
  finish(opened: Opened): number | undefined
}

/** Makes the source of the rows of one call. */
export function createRowSource<Row>(
  open: Open,
  call: Call,
  reader: RowReader<Row>,
): RowSource<Row> {
  let opened: Opened | undefined
  let state: 'reading' | 'over' | 'closed' = 'reading'
  let failure: { readonly error: unknown } | undefined
  let ready: readonly Row[] = []
  let rowCount: number | undefined

  const readOn = async (): Promise<void> => {
    try {
      opened ??= await open(call)
      const { done, value } = await opened.body.next()
      if (done !== true) {
        ready = reader.push(value)
        return
      }
      if (state === 'reading') {
        state = 'over'
        rowCount = reader.finish(opened)
      }
    } catch (error) {
      state = 'over'
      failure = { error: explained(error, opened) }
      await opened?.body.return()
      throw failure.error
    }
  }

  return {
    get rowCount() {
      return rowCount
    },
    async next() {
      for (;;) {
        if (failure !== undefined) throw failure.error
        if (state === 'closed') return undefined
        if (ready.length > 0) {
          const rows = ready
          ready = []
          return rows
        }
        if (state === 'over') return undefined
        await readOn()
      }
    },
    async metadata() {
      for (;;) {
        if (failure !== undefined) throw failure.error
        const known = reader.metadata()
        if (known !== undefined) return known
        await readOn()
      }
    },
    async close() {
      state = 'closed'
      ready = []
      await opened?.body.return()
    },
  }
}

function explained(error: unknown, opened: Opened | undefined): unknown {
  if (!(error instanceof UndecodableError) || opened === undefined) return error
  const { report, answer } = opened
  return error.kind === 'too large'
    ? noAnswerError(report, { kind: 'too large', systemCode: undefined })
    : decodeError(report, answer, { kind: error.kind })
}
