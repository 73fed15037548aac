import { badParameter } from '../http/failures.ts'
import type { Parameters } from '../http/parameters.ts'
import type { Field } from './field.ts'
import type { Selection } from './select.ts'

/** One column of an export. */
export interface ExportColumn {
  readonly field: Field
  /** `undefined` if the export has no headings. */
  readonly heading: string | undefined
}

/**
 * Reads what the columns of an export are, and what they are called (contract 4.9).
 *
 * `headerType` is `Caption` (default), `Name`, `DisplayFieldKey`, `FieldKey` or `None`; `exportAlias.X`
 * names a column otherwise, `excludeColumn` leaves one out.
 *
 * @throws {ActionError} 400 for another type of headings.
 */
export function exportColumns(
  { fields }: Selection,
  parameters: Parameters,
): readonly ExportColumn[] {
  const headerType = parameters.get('headerType') || 'Caption'
  const excluded = new Set(
    parameters.all
      .filter(([name]) => name === 'excludeColumn')
      .map(([, value]) => value.toLowerCase()),
  )
  return fields
    .filter(({ key }) => !excluded.has(key.toLowerCase()))
    .map((field) => ({ field, heading: heading(field, headerType, parameters) }))
}

function heading(field: Field, headerType: string, parameters: Parameters): string | undefined {
  const alias = parameters.get(`exportAlias.${field.key}`)
  switch (headerType) {
    case 'None':
      return undefined
    case 'Caption':
      return alias || field.column.caption
    case 'Name':
      return alias || field.column.name
    case 'FieldKey':
      return alias || field.key
    case 'DisplayFieldKey':
      return alias || (field.lookup === null ? field.key : displayKey(field, field.lookup))
    default:
      throw badParameter('headerType', `Unknown headerType: ${headerType}`)
  }
}

function displayKey({ key }: Field, { displayColumn }: NonNullable<Field['lookup']>): string {
  return `${key}/${displayColumn}`
}
