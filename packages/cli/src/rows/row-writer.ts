import { stringify } from 'csv-stringify/sync'
import type { QueryRow } from '@wellkey/client'
import { formatTable, type Cells } from '../format-table.ts'
import type { RowFormat } from '../row-formats.ts'
import type { Terminal } from '../terminal.ts'

/** Turns rows into the text of a format, batch by batch. */
export interface RowWriter {
  begin(columns: readonly string[]): string
  batch(rows: readonly QueryRow[]): string | Promise<string>
  end(): string
}

/** How cells of CSV and TSV are written. */
export interface CellOptions {
  /** Puts `'` before a text that a spreadsheet would run: one that begins with = + - @ or a tab. */
  readonly escapeFormulas?: boolean
}

/** Makes the writer of a format. */
export function createRowWriter(
  format: RowFormat,
  terminal: Terminal,
  options: CellOptions,
): RowWriter {
  switch (format) {
    case 'table':
      return tableWriter(terminal)
    case 'json':
      return jsonWriter()
    case 'ndjson':
      return {
        begin: () => '',
        batch: (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
        end: () => '',
      }
    case 'csv':
      return delimitedWriter(',', options)
    case 'tsv':
      return delimitedWriter('\t', options)
  }
}

function jsonWriter(): RowWriter {
  let separator = '\n'
  return {
    begin: () => '[',
    batch: (rows) => {
      const text = rows.map((row) => JSON.stringify(row)).join(',\n')
      const before = separator
      separator = ',\n'
      return before + text
    },
    end: () => '\n]\n',
  }
}

/** RFC 4180, with LF; null is an empty cell, and so is an empty text, as LabKey itself reads it. */
function delimitedWriter(delimiter: string, { escapeFormulas = false }: CellOptions): RowWriter {
  let names: readonly string[] = []
  const write = (records: readonly (readonly unknown[])[], isHead = false) =>
    stringify(
      records.map((record) => [...record]),
      {
        delimiter,
        escape_formulas: escapeFormulas && !isHead,
        // Its own default writes true as 1, and false as nothing.
        cast: { boolean: String },
      },
    )
  return {
    begin: (columns) => {
      names = columns
      return columns.length === 0 ? '' : write([columns], true)
    },
    batch: (rows) => write(rows.map((row) => names.map((name) => row[name]))),
    end: () => '',
  }
}

/** Widths are those of a batch, so that memory stays the same; each batch has the head again. */
function tableWriter(terminal: Terminal): RowWriter {
  let names: readonly string[] = []
  let separator = ''
  return {
    begin: (columns) => {
      names = columns
      return ''
    },
    batch: async (rows) => {
      const cells = rows.map((row): Cells => names.map((name) => cellOf(row[name])))
      const text = `${separator}${await formatTable(terminal, names, cells)}\n`
      separator = '\n'
      return text
    },
    end: () => '',
  }
}

function cellOf(value: unknown): Cells[number] {
  if (value === null || value === undefined || typeof value === 'string') return value
  return JSON.stringify(value)
}
