/** The formats in which rows are printed, and, but for the table, read. */
export const rowFormats = ['table', 'json', 'ndjson', 'csv', 'tsv'] as const

/** A format in which rows are printed. */
export type RowFormat = (typeof rowFormats)[number]

/** The formats in which rows are read. */
export const inputFormats = ['csv', 'tsv', 'json', 'ndjson'] as const

/** A format in which rows are read. */
export type InputFormat = (typeof inputFormats)[number]
