import type { Cell as SheetCell } from 'write-excel-file/node'

import { ActionError } from '../http/failures.ts'
import type { Parameters } from '../http/parameters.ts'
import { bytesResponse } from '../http/responses.ts'
import { exportColumns } from './export-columns.ts'
import type { Field } from './field.ts'
import type { Selection } from './select.ts'
import type { Cell, Column, Row } from './table.ts'

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A workbook is made as a whole, so it must fit into memory. */
const maxCells = 2_000_000
const maxText = 32_767

/**
 * Answers with a selection as a workbook of one sheet, an attachment: Office Open XML, also where LabKey
 * would write the form before 2007.
 *
 * Numbers, dates and truth values stay what they are; text is text, whatever it begins with.
 *
 * @throws {ActionError} 400 for a type of headings that there is not, or more than two million cells.
 */
export async function exportWorkbook(
  selection: Selection,
  parameters: Parameters,
  baseName: string,
): Promise<Response> {
  const columns = exportColumns(selection, parameters)
  if (selection.count * columns.length > maxCells) {
    throw new ActionError(
      400,
      `A workbook has at most ${maxCells} cells here. Export text instead.`,
    )
  }
  const headings = columns.flatMap(({ heading }): SheetCell[] =>
    heading === undefined ? [] : [{ value: heading, type: String, fontWeight: 'bold' }],
  )
  const rows: SheetCell[][] = headings.length > 0 ? [headings] : []
  for (const row of selection.rows) rows.push(columns.map(({ field }) => sheetCell(field, row)))
  const { default: writeWorkbook } = await import('write-excel-file/node')
  const sheet = sheetName(selection.table.title)
  const bytes = await writeWorkbook(rows, { sheet }).toBuffer()
  return bytesResponse(workbookType, new Uint8Array(bytes), {
    'Content-Disposition': `attachment; filename="${baseName}.xlsx"`,
  })
}

function sheetCell(field: Field, row: Row): SheetCell {
  const display = field.display(row)
  // What a lookup shows may be of another type than its key.
  if (display !== undefined) return plainCell(display)
  return typedCell(field.read(row), field.column)
}

function typedCell(cell: Cell, { type, format }: Column): SheetCell {
  if (cell === null) return null
  if (type === 'date' && typeof cell === 'string') {
    // A sheet knows no zones: the same digits in every one.
    const moment = new Date(`${cell.replace(' ', 'T')}Z`)
    const shown = (format ?? 'yyyy-MM-dd HH:mm').replace(/M/g, 'm').replace(/H/g, 'h')
    return { value: moment, type: Date, format: shown.replace(/\.S+$/, '.000') }
  }
  if (typeof cell === 'number' && format !== null) return { value: cell, type: Number, format }
  return plainCell(cell)
}

function plainCell(cell: Cell): SheetCell {
  if (cell === null) return null
  if (typeof cell === 'number') return { value: cell, type: Number }
  if (typeof cell === 'boolean') return { value: cell, type: Boolean }
  return { value: cell.slice(0, maxText), type: String }
}

// "At most 31 characters, none of : \ / ? * [ ]" (Office Open XML, 18.2.19).
function sheetName(title: string): string {
  return (
    title
      .replace(/[:\\/?*[\]\p{Cc}]/gu, ' ')
      .trim()
      .slice(0, 31) || 'Data'
  )
}
