import type { Column, Row } from './table.ts'

/** What a table is, apart from the rows it has in a container. */
export interface TableDefinition {
  readonly schemaName: string
  readonly name: string
  readonly title: string
  readonly description: string | null
  readonly columns: readonly Column[]
  readonly source: TableSource
}

/** Where the rows of a table come from. */
export type TableSource =
  /** Kept, and changed by clients; each container starts with the same seed. */
  | { readonly kind: 'stored'; readonly seed: readonly Row[] }
  /** Made again at every access, so never held as a whole; clients cannot change them. */
  | { readonly kind: 'generated'; readonly rows: () => Iterable<Row> }
  /** A saved query: its columns are known once it ran, and those here only add to what is found. */
  | { readonly kind: 'query'; readonly sql: string }
