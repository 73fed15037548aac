import type { Call } from '../actions/action.ts'
import { formatDate } from '../data/dates.ts'
import { createColumn, createTable } from '../data/table.ts'
import type { Cell, ColumnType, Table } from '../data/table.ts'
import type { AuditEvent, AuditRecord } from './audit-record.ts'

type Read = (record: AuditRecord) => Cell

const columns: readonly (readonly [string, ColumnType, Read])[] = [
  ['RowId', 'int', (record) => record.sequence],
  ['Date', 'date', (record) => formatDate(Date.parse(record.at))],
  ['User', 'string', (record) => record.user],
  ['ImpersonatedBy', 'string', (record) => record.impersonatedBy],
  ['Container', 'string', (record) => record.container],
  ['SchemaName', 'string', (record) => record.schemaName],
  ['QueryName', 'string', (record) => record.queryName],
  ['SQL', 'string', (record) => record.sql],
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

/** The queries of the schema `auditLog`, by LabKey's event types, with what each shows. */
export const auditQueries: Readonly<Record<AuditEvent, string>> = {
  SelectQuery: 'Query access',
  QueryUpdateAuditEvent: 'Query update events',
  QueryExportAuditEvent: 'Query export events',
  FileSystem: 'File events',
  ContainerAuditEvent: 'Project and folder events',
  UserAuditEvent: 'User events',
  GroupAuditEvent: 'Group and role events',
  AppPropsEvent: 'Site settings events',
  KeyAccess: 'Other uses of keys',
}

/**
 * Returns a query of the schema `auditLog`: one row for each event of a type.
 *
 * The types are LabKey's, the columns inferred. Shows the events of the call's container, or those
 * everywhere in the root and with container filter `AllFolders`.
 */
export async function auditTable(
  { site, container }: Call,
  event: AuditEvent,
  containerFilter: string | undefined,
): Promise<Table> {
  const isEverywhere = container.path === '/' || containerFilter === 'AllFolders'
  const kept = await site.store.audit.records()
  const records = kept
    .filter((record) => record.event === event)
    .filter((record) => isEverywhere || record.container === container.path)
  return createTable({
    schemaName: 'auditLog',
    name: event,
    title: auditQueries[event],
    description: 'Who accessed what, with what was declared for it',
    columns: tableColumns,
    rows: records.map((record) => columns.map(([, , read]) => read(record))),
  })
}
