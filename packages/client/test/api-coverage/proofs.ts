// A call for each function that has no case in test/areas; what each sends and gives is looked at in test/wire and others.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createClient,
  fieldKey,
  filter,
  fromValue,
  schemaKey,
  sqlDateLiteral,
  sqlDateTimeLiteral,
  sqlStringLiteral,
  type Filter,
  type LabKeyClient,
} from '@wellkey/client'
import {
  ascending,
  defaultFilterOperatorOf,
  descending,
  describeFilters,
  filterOperatorsOf,
  mergeFilters,
  parseFilters,
  parseSort,
  queryParameters,
} from '@wellkey/client/filters'
import { actionUrl, decodeContainer, encodeContainer, fileUrl } from '@wellkey/client/urls'
import { sampleKey } from '../recording-server.ts'

export interface Proof {
  /** What LabKey answers, in turn; the last one goes on. */
  readonly answers: readonly unknown[]
  readonly call: (labkey: LabKeyClient) => Promise<unknown>
  /** What the last request must hold, in its address or its body, decoded. */
  readonly reaches: string
}

const table = { schemaName: 'lists', queryName: 'Patients' }
const rows = { metaData: { fields: [] }, rows: [{ PatientId: 'P-1' }], rowCount: 1 }
const saved = { command: 'insert', rowsAffected: 1, rows: [{ PatientId: 'P-1' }] }
const one = [{ PatientId: 'P-1' }]
const file = { stream: 'PK' }
const nothing = { stream: '' }
const noFiles = { files: [], fileCount: 0 }
const aFile = { files: [] }
const files = '_webdav/Demo Study/@files'
const user = { userId: 1004, email: 'a@b.c', displayName: 'a', isNew: true }
const role = 'org.labkey.api.security.roles.ReaderRole'
const day = { year: 2026, month: 5, day: 31, hours: 10, minutes: 0, seconds: 0, milliseconds: 0 }
const date = { date: '2024-10-24 10:00:00.000' }
const changed = { success: true, userIds: [1004] }
const keyRow = { ...rows, rows: [{ RowId: 3, CreatedBy: 1004 }] }
const me = { id: 1004, email: 'a@b.c', displayName: 'a', impersonated: false, success: true }

async function inNewFolder(use: (folder: string) => Promise<unknown>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'wellkey-proof-'))
  try {
    await use(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function read(items: AsyncIterable<unknown>): Promise<void> {
  for await (const item of items) if (item === undefined) throw new Error('nothing')
}

const proof = (reaches: string, answers: readonly unknown[], call: Proof['call']): Proof => ({
  reaches,
  answers,
  call,
})

const sql = { schemaName: 'lists', wafEncoding: false }

export const proofs: Readonly<Record<string, Proof>> = {
  createClient: proof('/other/query-getSchemas', [{}], (labkey) => {
    const { baseUrl } = labkey
    const other = createClient({
      baseUrl,
      container: '/other',
      credentials: fromValue(sampleKey),
      environment: {},
      timeoutMs: 5000,
      hooks: { beforeRequest: () => {} },
      proxy: false,
      tls: {},
    })
    return other.query.getSchemas()
  }),
  request: proof('project-getContainers', [{}], (labkey) =>
    labkey.request({ controller: 'project', action: 'getContainers' }),
  ),
  all: proof('/Archive/query-getSchemas', [{}], async (labkey) => {
    const outcomes = await labkey.all(['/Demo Study', '/Archive'], (at) => at.query.getSchemas(), {
      concurrency: 1,
    })
    if (outcomes.some(({ status }) => status !== 'fulfilled')) throw new Error('one failed')
  }),
  each: proof('/Archive/query-getSchemas', [{}], (labkey) =>
    read(labkey.each(['/Archive'], (at) => at.query.getSchemas())),
  ),
  open: proof('list-exportListArchive', [file], (labkey) =>
    labkey.open({ controller: 'list', action: 'exportListArchive' }),
  ),
  filter: proof('query.Age~gte=18', [rows], (labkey) =>
    labkey.query.selectRows({ ...table, filters: [filter('Age').gte(18)] }),
  ),
  fieldKey: proof('query.columns=Owner/Last$C First', [rows], (labkey) =>
    labkey.query.selectRows({ ...table, columns: [fieldKey(['Owner', 'Last, First'])] }),
  ),
  schemaKey: proof('schemaName=assay.General.v1$P0', [rows], (labkey) =>
    labkey.query.selectRows({ ...table, schemaName: schemaKey(['assay', 'General', 'v1.0']) }),
  ),
  sqlStringLiteral: proof("sql=SELECT 'O''Neill'", [rows], (labkey) =>
    labkey.query.executeSql({ ...sql, sql: `SELECT ${sqlStringLiteral("O'Neill")}` }),
  ),
  sqlDateLiteral: proof("sql=SELECT {d '2026-05-31'}", [rows], (labkey) =>
    labkey.query.executeSql({ ...sql, sql: `SELECT ${sqlDateLiteral(day)}` }),
  ),
  sqlDateTimeLiteral: proof("sql=SELECT {ts '2026-05-31 10:00:00.000'}", [rows], (labkey) =>
    labkey.query.executeSql({ ...sql, sql: `SELECT ${sqlDateTimeLiteral(day)}` }),
  ),
  'filters/queryParameters': proof('query.Sex~eq=F', [{}], (labkey) => {
    const form = queryParameters({ ...table, filters: [filter('Sex').eq('F')], sort: '-Age' })
    return labkey.request({ controller: 'my', action: 'own', form })
  }),
  'filters/ascending': proof('query.sort=Site/Name', [rows], (labkey) =>
    labkey.query.selectRows({ ...table, sort: [ascending(['Site', 'Name'])] }),
  ),
  'filters/descending': proof('query.sort=-Owner/Last$C First', [rows], (labkey) =>
    labkey.query.selectRows({ ...table, sort: [descending(['Owner', 'Last, First'])] }),
  ),
  'filters/parseFilters': proof('query.Age~gte=18', [rows], (labkey) =>
    labkey.query.selectRows({ ...table, filters: parseFilters('/x.view?query.Age~gte=18#a') }),
  ),
  'filters/parseSort': proof('query.sort=-Age,Name', [rows], (labkey) =>
    labkey.query.selectRows({ ...table, sort: parseSort('query.sort=-Age,Name') ?? [] }),
  ),
  'filters/describeFilters': proof('query.Age~gte=18', [rows], (labkey) => {
    const filters = [filter('Age').gte(18), filter('Site').isNonBlank()]
    const words = describeFilters(filters)
    if (words !== 'Age Is Greater Than or Equal To 18 and Site Is Not Blank') throw new Error(words)
    return labkey.query.selectRows({ ...table, filters })
  }),
  'filters/filterOperatorsOf': proof('query.Born~dategte=2000-01-01', [rows], (labkey) => {
    const operator = filterOperatorsOf('date').find((name) => name === 'dategte') ?? 'eq'
    const filters: readonly Filter[] = [{ field: 'Born', operator, value: '2000-01-01' }]
    return labkey.query.selectRows({ ...table, filters })
  }),
  'filters/defaultFilterOperatorOf': proof('query.Name~contains=a', [rows], (labkey) => {
    const operator = defaultFilterOperatorOf('string')
    return labkey.query.selectRows({ ...table, filters: [{ field: 'Name', operator, value: 'a' }] })
  }),
  'filters/mergeFilters': proof('query.Age~lt=5', [rows], (labkey) => {
    const filters = mergeFilters([filter('age').gte(18)], 'Age', [filter('Age').lt(5)])
    if (filters.length !== 1) throw new Error('the filter on the same column stays')
    return labkey.query.selectRows({ ...table, filters })
  }),
  'urls/actionUrl': proof('/X/project-begin', [{}], (labkey) => {
    const { href } = actionUrl(labkey, { controller: 'project', action: 'begin', container: '/X' })
    return fetch(href)
  }),
  'urls/fileUrl': proof('/_webdav/X/@files/raw/a.csv', [{}], (labkey) => {
    return fetch(fileUrl(labkey, { path: 'raw/a.csv', container: '/X' }))
  }),
  'urls/encodeContainer': proof('/Demo Study/sub/project-begin', [{}], (labkey) =>
    fetch(`${labkey.baseUrl}${encodeContainer('/Demo Study/sub')}/project-begin.view`),
  ),
  'urls/decodeContainer': proof('/Demo Study/sub/query-getSchemas', [{}], (labkey) =>
    labkey.query.getSchemas({ container: decodeContainer('/Demo%20Study/sub') }),
  ),

  'query.selectRows': proof('query.queryName=Patients', [rows], (labkey) =>
    labkey.query.selectRows(table),
  ),
  'query.executeSql': proof('sql=/*{{base64/x-www-form-urlencoded/wafText}}*/', [rows], (labkey) =>
    labkey.query.executeSql({ schemaName: 'lists', sql: 'SELECT 1' }),
  ),
  'query.streamSql': proof('sql=SELECT 1', [rows], (labkey) =>
    read(labkey.query.streamSql({ ...sql, sql: 'SELECT 1' })),
  ),
  'query.selectDistinct': proof('query-selectDistinct', [{ values: ['F'] }], (labkey) =>
    labkey.query.selectDistinct({ ...table, column: 'Sex' }),
  ),
  'query.getData': proof('query-getData', [rows], (labkey) =>
    labkey.query.getData({ source: table }),
  ),
  'query.insertRows': proof('query-insertRows', [saved], (labkey) =>
    labkey.query.insertRows({ ...table, rows: one }),
  ),
  'query.updateRows': proof('query-updateRows', [saved], (labkey) =>
    labkey.query.updateRows({ ...table, rows: one }),
  ),
  'query.deleteRows': proof('query-deleteRows', [saved], (labkey) =>
    labkey.query.deleteRows({ ...table, rows: one }),
  ),
  'query.saveRows': proof('query-saveRows', [{ result: [saved], committed: true }], (labkey) =>
    labkey.query.saveRows({ commands: [{ command: 'insert', ...table, rows: one }] }),
  ),
  'query.moveRows': proof('query-moveRows', [saved], (labkey) =>
    labkey.query.moveRows({ ...table, rows: one, targetContainer: '/X' }),
  ),
  'query.truncateTable': proof('query-truncateTable', [{ deletedRows: 3 }], (labkey) =>
    labkey.query.truncateTable(table),
  ),
  'query.importRows': proof('query-importRows', [saved], (labkey) =>
    labkey.query.importRows({ ...table, rows: one }),
  ),
  'query.importData': proof('query-import', [{ success: true, rowCount: 1 }], (labkey) =>
    labkey.query.importData({ ...table, source: { text: 'PatientId\nP-1\n' } }),
  ),
  'query.getSchemas': proof('query-getSchemas', [{}], (labkey) => labkey.query.getSchemas()),
  'query.getQueries': proof('query-getQueries', [{ queries: [] }], (labkey) =>
    labkey.query.getQueries({ schemaName: 'lists' }),
  ),
  'query.getQueryDetails': proof('fk=Site', [{ name: 'Patients', columns: [] }], (labkey) =>
    labkey.query.getQueryDetails({ ...table, lookup: 'Site' }),
  ),
  'query.getQueryViews': proof('query-getQueryViews', [{ views: [] }], (labkey) =>
    labkey.query.getQueryViews(table),
  ),
  'query.saveQueryViews': proof('query-saveQueryViews', [{ views: [] }], (labkey) =>
    labkey.query.saveQueryViews({
      ...table,
      views: [{ name: 'a', columns: [{ fieldKey: 'Sex' }] }],
    }),
  ),
  'query.saveSessionView': proof('query-saveSessionView', [{ success: true }], (labkey) =>
    labkey.query.saveSessionView(table),
  ),
  'query.deleteQueryView': proof('query-deleteView', [{ success: true }], (labkey) =>
    labkey.query.deleteQueryView({ ...table, viewName: 'a' }),
  ),
  'query.validateQuery': proof('query-validateQuery', [{ valid: true }], (labkey) =>
    labkey.query.validateQuery(table),
  ),
  'query.getServerDate': proof('query-getServerDate', [date], (labkey) =>
    labkey.query.getServerDate(),
  ),
  'query.exportSql': proof('query-exportSql', [file], (labkey) =>
    labkey.query.exportSql({ ...sql, sql: 'SELECT 1' }),
  ),
  'query.exportTables': proof('query-exportTables', [file], (labkey) =>
    labkey.query.exportTables({ tables: [table] }),
  ),
  'files.list': proof(`${files}/raw`, [noFiles], (labkey) => labkey.files.list({ path: 'raw' })),
  'files.stat': proof(`${files}/raw`, [file, noFiles], (labkey) =>
    labkey.files.stat({ path: 'raw' }),
  ),
  'files.exists': proof(`${files}/raw`, [noFiles], (labkey) =>
    labkey.files.exists({ path: 'raw' }),
  ),
  'files.download': proof(`${files}/a.bin`, [file], async (labkey) =>
    read((await labkey.files.download({ path: 'a.bin' })).body),
  ),
  'files.downloadTo': proof('method=MD5SUM', [file, aFile, file, file], (labkey) =>
    inNewFolder((folder) =>
      labkey.files.downloadTo({ path: 'a.bin', file: join(folder, 'a.bin') }),
    ),
  ),
  'files.upload': proof('method=MD5SUM', [nothing], (labkey) =>
    labkey.files.upload({ path: 'a.bin', content: 'PK' }),
  ),
  'files.createDirectory': proof('method=MKCOL', [nothing], (labkey) =>
    labkey.files.createDirectory({ path: 'raw' }),
  ),
  'files.remove': proof('method=DELETE', [nothing], (labkey) =>
    labkey.files.remove({ path: 'raw', recursive: true }),
  ),
  'files.sync': proof('method=MKCOL', [noFiles, nothing], (labkey) =>
    inNewFolder(async (folder) => {
      await mkdir(join(folder, 'raw'))
      await labkey.files.sync({ folder, direction: 'upload' })
    }),
  ),
  'experiment.exportRuns': proof('experiment-exportRuns', [file], (labkey) =>
    labkey.experiment.exportRuns({ runIds: [7] }),
  ),

  'keys.list': proof('query-', [{ ...keyRow, ...date }], async (labkey) => {
    const keys = await labkey.keys.list()
    if (keys[0]?.rowId !== 3) throw new Error('the key is not listed')
  }),
  'keys.create': proof('security-createApiKey', [{ apikey: 'k'.repeat(40) }], (labkey) =>
    labkey.keys.create(),
  ),
  'keys.delete': proof('query-deleteRows', [{ ...saved, rows: [{ RowId: 3 }] }], (labkey) =>
    labkey.keys.delete({ rowId: 3 }),
  ),
  'keys.rotate': proof(
    'query-deleteRows',
    [{ ...keyRow, ...date, ...me, apikey: 'k'.repeat(40) }],
    (labkey) => labkey.keys.rotate({ rowId: 3, store: () => {} }),
  ),

  'security.whoAmI': proof('login-whoami', [me], (labkey) => labkey.security.whoAmI()),
  'security.impersonateUser': proof('userId=1004', [{ success: true }], (labkey) =>
    labkey.security.impersonateUser({ userId: 1004 }),
  ),
  'security.stopImpersonating': proof('login-stopImpersonatingApi', [{ success: true }], (labkey) =>
    labkey.security.stopImpersonating(),
  ),
  'security.getUsers': proof('user-getUsers', [{ users: [user] }], (labkey) =>
    labkey.security.getUsers(),
  ),
  'security.createUser': proof('email=a@b.c', [{ users: [user] }], (labkey) =>
    labkey.security.createUser({ email: 'a@b.c' }),
  ),
  'security.deleteUsers': proof('delete=true', [changed], (labkey) =>
    labkey.security.deleteUsers({ userIds: [1004] }),
  ),
  'security.activateUsers': proof('activate=true', [changed], (labkey) =>
    labkey.security.activateUsers({ userIds: [1004] }),
  ),
  'security.deactivateUsers': proof('activate=false', [changed], (labkey) =>
    labkey.security.deactivateUsers({ userIds: [1004] }),
  ),
  'security.resetPassword': proof('email=a@b.c', [{ success: true }], (labkey) =>
    labkey.security.resetPassword({ email: 'a@b.c' }),
  ),
  'security.listGroups': proof('security-listProjectGroups', [{ groups: [] }], (labkey) =>
    labkey.security.listGroups(),
  ),
  'security.addGroupMembers': proof('security-addGroupMember', [{ added: [1004] }], (labkey) =>
    labkey.security.addGroupMembers({ groupId: 1200, principalIds: [1004] }),
  ),
  'security.removeGroupMembers': proof(
    'security-removeGroupMember',
    [{ removed: [1004] }],
    (labkey) => labkey.security.removeGroupMembers({ groupId: 1200, principalIds: [1004] }),
  ),
  'security.addRole': proof('security-addAssignment', [{ success: true }], (labkey) =>
    labkey.security.addRole({ role, userId: 1004 }),
  ),
  'security.removeRole': proof('security-removeAssignment', [{ success: true }], (labkey) =>
    labkey.security.removeRole({ role, userId: 1004 }),
  ),
  'security.getRoles': proof('security-getRoles', [{ roles: [], permissions: [] }], (labkey) =>
    labkey.security.getRoles(),
  ),
}
