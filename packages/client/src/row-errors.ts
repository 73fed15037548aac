/** What LabKey found wrong with one row, or with one field of it. */
export interface RowError {
  /** Which of the rows that were sent, as LabKey counts them. Absent when it does not say. */
  readonly rowNumber?: number
  /** Absent when the whole row is meant. */
  readonly field?: string
  readonly message: string
}

const mostErrors = 1000

/**
 * Reads the `errors` of a body in each of LabKey's forms (contract 0.6): field errors, rows with
 * field errors, and the object around either that newer forms have. Values of rows are left alone.
 */
export function readRowErrors(errors: unknown): readonly RowError[] {
  const found: RowError[] = []
  collect(errors, undefined, found)
  return found
}

function collect(errors: unknown, rowNumber: number | undefined, found: RowError[]): void {
  if (found.length >= mostErrors) return
  if (Array.isArray(errors)) {
    for (const item of errors) collect(item, rowNumber, found)
    return
  }
  if (!isRecord(errors)) return
  const own = errors['rowNumber']
  const row = typeof own === 'number' ? own : rowNumber
  if (Array.isArray(errors['errors']) && errors['errors'].length > 0) {
    collect(errors['errors'], row, found)
    return
  }
  const message = textOf(errors['message']) ?? textOf(errors['msg']) ?? textOf(errors['exception'])
  const field = textOf(errors['field']) ?? textOf(errors['id'])
  if (message !== undefined) {
    found.push({
      ...(row !== undefined && { rowNumber: row }),
      ...(field !== undefined && { field }),
      message,
    })
    return
  }
  // Of an import: messages by field, `_form` being the whole.
  for (const [name, value] of Object.entries(errors)) {
    for (const text of Array.isArray(value) ? value : [value]) {
      if (textOf(text) === undefined || found.length >= mostErrors) continue
      found.push({ ...(name !== '_form' && { field: name }), message: String(text) })
    }
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
