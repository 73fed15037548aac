import type { Call } from '../actions/action.ts'
import { formatDate } from '../data/dates.ts'
import { createColumn, createTable } from '../data/table.ts'
import type { Cell, ColumnType, Table } from '../data/table.ts'
import type { AuditRecord } from './audit-record.ts'

type Read = (record: AuditRecord) => Cell

const columns: readonly (readonly [string, ColumnType, Read])[] = [
  ['RowId', 'int', (record) => record.sequence],
  ['Date', 'date', (record) => formatDate(Date.parse(record.at))],
  ['User', 'string', (record) => record.user],
  ['ImpersonatedBy', 'string', (record) => record.impersonatedBy],
  ['Container', 'string', (record) => record.container],
  ['SchemaName', 'string', (record) => record.schemaName],
  ['QueryName', 'string', (record) => record.queryName],
  ['Activity', 'string', (record) => record.activity],
  ['IRB', 'string', (record) => record.irb],
  ['PhiLevel', 'string', (record) => record.phiLevel],
  ['TermsVersion', 'string', (record) => record.termsVersion],
  ['KeyKind', 'string', (record) => record.keyKind],
  ['KeyAccessor', 'string', (record) => record.keyAccessor],
  ['RowCount', 'int', (record) => record.rowCount],
  ['Address', 'string', (record) => record.address],
  ['Comment', 'string', (record) => record.comment],
]

const tableColumns = columns.map(([name, type], index) =>
  createColumn(index, { name, type, isKey: name === 'RowId' }),
)

/**
 * Returns the query `SelectQuery` of the schema `auditLog`: one row for each access to data.
 *
 * Its name is LabKey's event type for query access; the columns are inferred. Shows the accesses in
 * the call's container, or everywhere in the root and with container filter `AllFolders`.
 */
export function auditTable({ site, container }: Call, containerFilter: string | undefined): Table {
  const isEverywhere = container.path === '/' || containerFilter === 'AllFolders'
  const records = site.audit
    .records()
    .filter(({ event }) => event === 'SelectQuery')
    .filter((record) => isEverywhere || record.container === container.path)
  return createTable({
    schemaName: 'auditLog',
    name: 'SelectQuery',
    title: 'Query access',
    description: 'Every access to data, with what was declared for it',
    columns: tableColumns,
    rows: records.map((record) => columns.map(([, , read]) => read(record))),
  })
}
