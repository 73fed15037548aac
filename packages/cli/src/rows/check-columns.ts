import type { QueryColumnDetails, QueryDetails, QueryRow } from '@wellkey/client'

/** What is to be done with rows. */
export type Change = 'insert' | 'update' | 'delete' | 'import'

/** Collects what a table will not take of rows, without sending them. */
export interface ColumnCheck {
  add(row: QueryRow, number: number): void
  /** Names of all columns that rows have. */
  readonly names: ReadonlySet<string>
  /** In words, without values. */
  readonly faults: readonly string[]
}

const mostFaults = 20

/** Makes the check of a change of a table. Names of columns are compared without case, as LabKey does. */
export function checkColumns(change: Change, { columns }: QueryDetails): ColumnCheck {
  const known = new Map(columns.map((column) => [column.name.toLowerCase(), column]))
  const keys = columns.filter(({ keyField }) => keyField)
  const needed = columns.filter((column) => isNeeded(change, column, keys))
  const names = new Set<string>()
  const faults: string[] = []
  let left = 0
  const tell = (fault: string): void => {
    if (faults.length < mostFaults) faults.push(fault)
    else faults[mostFaults] = `and ${++left} more`
  }
  return {
    names,
    faults,
    add: (row, number) => {
      const filled = new Set<string>()
      for (const [name, value] of Object.entries(row)) {
        const column = known.get(name.toLowerCase())
        if (!names.has(name)) {
          names.add(name)
          // A lookup's field, and what a trigger or an import alias takes, is the server's to judge.
          if (column === undefined && !name.includes('/')) tell(`There is no column ${name}`)
        }
        if (value === null || value === undefined) continue
        filled.add(name.toLowerCase())
        if (column !== undefined && !fits(value, column)) {
          tell(`Row ${number}: ${column.name} takes ${wordFor(column.type)}`)
        }
      }
      for (const { name } of needed) {
        if (!filled.has(name.toLowerCase())) tell(`Row ${number}: ${name} is missing`)
      }
    },
  }
}

function isNeeded(
  change: Change,
  column: QueryColumnDetails,
  keys: readonly QueryColumnDetails[],
): boolean {
  if (change === 'update' || change === 'delete') return keys.includes(column)
  return column.required === true && column.autoIncrement !== true && column.readOnly !== true
}

/** Only what LabKey cannot mean otherwise is a fault: a lookup, for one, may take a name. */
function fits(value: unknown, { type, lookup }: QueryColumnDetails): boolean {
  if (lookup !== undefined) return true
  const text = String(value).trim()
  if (type === 'int') return /^[+-]?\d[\d,]*(?:\.0*)?$/.test(text)
  if (type === 'float')
    return text !== '' && !/^(?:true|false)$/i.test(text) && /\d|inf|nan/i.test(text)
  return true
}

function wordFor(type: string): string {
  return type === 'int' ? 'whole numbers' : 'numbers'
}
