import { findField } from './field.ts'
import type { Field, FieldScope } from './field.ts'
import { compareCells } from './filter-operators.ts'
import type { Row, Table } from './table.ts'

/** One column of a sort. */
export interface SortKey {
  readonly field: Field
  readonly isDescending: boolean
}

/**
 * Reads a sort such as `-Drawn,PatientId`; columns that are not there are left out.
 *
 * `-Col` is descending, `Col` and `+Col` ascending (contract 4.2).
 */
export function parseSort(text: string, table: Table, scope: FieldScope): readonly SortKey[] {
  return text.split(',').flatMap((part) => {
    const [, sign, key = ''] = /^\s*([+-]?)(.*?)\s*$/.exec(part) ?? []
    const field = key === '' ? undefined : findField(table, key, scope)
    return field === undefined ? [] : [{ field, isDescending: sign === '-' }]
  })
}

/** Returns the rows in order. Equal rows stay as they were; nulls are last, descending first. */
export function sortRows(rows: readonly Row[], keys: readonly SortKey[]): readonly Row[] {
  return rows.toSorted((left, right) => {
    for (const { field, isDescending } of keys) {
      const order = compareNullsLast(field.read(left), field.read(right))
      if (order !== 0) return isDescending ? -order : order
    }
    return 0
  })
}

function compareNullsLast(
  left: Parameters<typeof compareCells>[0],
  right: Parameters<typeof compareCells>[1],
): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null)
  return compareCells(left, right)
}
