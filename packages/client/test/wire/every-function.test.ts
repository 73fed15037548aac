// Every function of the client, at least once over real sockets, against each release that the server knows.
// What the server has not got is answered by handlers in LabKey's own forms (contract 4.9, 5.2).
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import {
  createClient,
  filter,
  fromValue,
  LabKeyNotFoundError,
  type LabKeyClient,
  type SecurityApi,
} from '@wellkey/client'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { rejection } from '../recording-server.ts'
import { startDemo, type Demo, type Release } from '../query/demo-server.ts'

const releases: readonly Release[] = ['23.2', '24.11', '25.3']
const patients = { schemaName: 'lists', queryName: 'Patients' }
const specimens = { schemaName: 'lists', queryName: 'Specimens' }
const row = { PatientId: 'P-9001', Initials: 'ZZ', Sex: 'F' }
const oneKey = [{ PatientId: row.PatientId }]
const only = { ...patients, filters: [filter('PatientId').eq(row.PatientId)] }
const sql = { schemaName: 'lists', sql: 'SELECT PatientId, Sex FROM Patients' }
const view = { name: 'short', columns: [{ fieldKey: 'PatientId' }] }

type FunctionsOf<Api, Prefix extends string> = {
  [Name in keyof Api & string]: Api[Name] extends (...args: never[]) => unknown
    ? `${Prefix}${Name}`
    : never
}[keyof Api & string]

/** The others are in test/areas. */
type OlderSecurity =
  | 'whoAmI'
  | 'impersonateUser'
  | 'stopImpersonating'
  | 'getUsers'
  | 'createUser'
  | 'activateUsers'
  | 'deactivateUsers'
  | 'deleteUsers'
  | 'resetPassword'
  | 'listGroups'
  | 'addGroupMembers'
  | 'removeGroupMembers'
  | 'getRoles'
  | 'addRole'
  | 'removeRole'

/** The name of every function of a client but those of areas. */
type FunctionName =
  | FunctionsOf<LabKeyClient, ''>
  | FunctionsOf<LabKeyClient['query'], 'query.'>
  | FunctionsOf<LabKeyClient['keys'], 'keys.'>
  | FunctionsOf<Pick<SecurityApi, OlderSecurity>, 'security.'>
  | 'experiment.exportRuns'

interface Scene {
  readonly demo: Demo
  readonly release: Release
  readonly clientOf: Demo['clientOf']
  readonly browserOf: Demo['browserOf']
}

/** Names the functions of a client as they are, not as their types say. */
function functionNames(api: object, prefix = ''): readonly string[] {
  return Object.entries(api).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'function') return [prefix + name]
    return typeof value === 'object' && value !== null
      ? functionNames(value, `${prefix}${name}.`)
      : []
  })
}

/** A copy of a client that notes the names of the functions that are called. */
function recording<Api extends object>(api: Api, called: Set<string>, prefix = ''): Api {
  const entries = Object.entries(api).map(([name, value]: [string, unknown]) => {
    if (typeof value === 'function') {
      const noted = (...args: unknown[]): unknown => {
        called.add(prefix + name)
        return Reflect.apply(value, api, args)
      }
      return [name, noted]
    }
    const isPart = typeof value === 'object' && value !== null
    return [name, isPart ? recording(value, called, `${prefix}${name}.`) : value]
  })
  // The same names with values of the same types.
  return Object.fromEntries(entries) as Api
}

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

const msw = setupServer()
beforeAll(() => msw.listen({ onUnhandledRequest: 'bypass' }))
afterAll(() => msw.close())

/** Answers an action that the server has not got; gives what was sent. */
function answering(action: string, body: object): { readonly sent: Promise<string> } {
  let tell = (_text: string) => {}
  const sent = new Promise<string>((resolve) => (tell = resolve))
  msw.use(
    http.post(new RegExp(`/${action}\\.api$`), async ({ request }) => {
      tell(await request.text())
      return body instanceof Response ? body : HttpResponse.json(body)
    }),
  )
  onTestFinished(() => msw.resetHandlers())
  return { sent }
}

function zipOf(text: string): Response {
  return new HttpResponse(text, { headers: { 'Content-Type': 'application/zip' } })
}

async function fields(sent: Promise<string>): Promise<readonly (readonly [string, string])[]> {
  return [...new URLSearchParams(await sent)]
}

const usersChanged = { success: true, delete: false, activate: true, userIds: [1004, 1005] }
const reader = 'org.labkey.api.security.roles.ReaderRole'

const calls: Readonly<Record<FunctionName, (scene: Scene) => Promise<void>>> = {
  async credential({ clientOf }) {
    const labkey = await clientOf('reader')
    expect(String((await labkey.credential())?.secret)).toBe('****')
    expect((await labkey.security.whoAmI()).isGuest).toBe(false)
  },
  async request({ clientOf }) {
    const labkey = await clientOf('reader')
    const answer = await labkey.request<object>({ controller: 'query', action: 'getSchemas' })
    expect(answer).toHaveProperty('schemas')
  },
  async open({ clientOf }) {
    const labkey = await clientOf('reader')
    const form = { schemaName: 'lists', 'query.queryName': 'Patients' }
    const file = await labkey.open({ controller: 'query', action: 'exportRowsTsv', form })
    expect(file.contentType).toMatch(/^text\/tab-separated-values/)
    expect((await bytesOf(file.body)).toString()).toContain('\t')
    const wrong = labkey.open({ controller: 'query', action: 'noSuchAction' })
    expect(await rejection(wrong)).toBeInstanceOf(LabKeyNotFoundError)
  },
  async all({ clientOf }) {
    const labkey = await clientOf('reader')
    const [here, nowhere] = await labkey.all(['/Open Data', '/Nowhere'], (at) =>
      at.query.getSchemas(),
    )
    expect(here).toMatchObject({ status: 'fulfilled', container: '/Open Data' })
    expect(nowhere).toMatchObject({ status: 'rejected', container: '/Nowhere' })
  },
  async each({ clientOf }) {
    const labkey = await clientOf('reader')
    const outcomes = await collect(labkey.each(['/Open Data'], (at) => at.query.getSchemas()))
    expect(outcomes).toMatchObject([{ status: 'fulfilled', index: 0 }])
  },
  async within({ clientOf }) {
    const labkey = (await clientOf('reader')).within('/')
    expect(labkey.container).toBe('/')
    const read = labkey.query.selectRows(patients)
    expect(await rejection(read)).toHaveProperty('status')
  },

  async 'query.selectRows'({ clientOf }) {
    const labkey = await clientOf('reader')
    const { rows, rowCount } = await labkey.query.selectRows({ ...patients, maxRows: 3 })
    expect(rows).toHaveLength(3)
    expect(rowCount).toBeGreaterThan(3)
  },
  async 'query.streamRows'({ clientOf }) {
    const labkey = await clientOf('reader')
    const stream = labkey.query.streamRows(patients)
    expect((await collect(stream)).length).toBe(stream.rowCount)
  },
  async 'query.pages'({ clientOf }) {
    const labkey = await clientOf('reader')
    const pages = await collect(labkey.query.pages({ ...patients, pageRows: 4, maxRows: 10 }))
    expect(pages.map(({ rows }) => rows.length)).toEqual([4, 4, 2])
  },
  async 'query.executeSql'({ clientOf }) {
    const labkey = await clientOf('reader')
    // LabKey before 23.9 does not know the encoding for firewalls.
    const { rows } = await labkey.query.executeSql({ ...sql, wafEncoding: false })
    expect(rows.length).toBeGreaterThan(3)
  },
  async 'query.streamSql'({ clientOf }) {
    const labkey = await clientOf('reader')
    const statement = { ...sql, wafEncoding: false }
    const rows = await collect(labkey.query.streamSql(statement))
    expect(rows.length).toBeGreaterThan(3)
    expect(await collect(labkey.query.streamSql({ ...statement, form: 'delimited' }))).toEqual(rows)
    const wrong = { ...statement, sql: 'SELECT FROM' }
    for (const form of ['json', 'delimited'] as const) {
      const error = await rejection(collect(labkey.query.streamSql({ ...wrong, form })))
      expect(error).toMatchObject({ code: 'ERR_LABKEY_QUERY' })
    }
  },
  async 'query.selectDistinct'({ clientOf }) {
    const labkey = await clientOf('reader')
    const sexes = await labkey.query.selectDistinct({ ...patients, column: 'Sex' })
    expect(new Set(sexes).size).toBe(sexes.length)
    expect(sexes.length).toBeGreaterThan(1)
  },
  async 'query.insertRows'({ clientOf }) {
    const labkey = await clientOf('editor')
    expect(await labkey.query.insertRows({ ...patients, rows: [row] })).toMatchObject({
      command: 'insert',
      rowsAffected: 1,
      rows: [row],
    })
    const again = await rejection(labkey.query.insertRows({ ...patients, rows: [row] }))
    expect(again).toHaveProperty('status')
  },
  async 'query.updateRows'({ clientOf }) {
    const labkey = await clientOf('editor')
    await labkey.query.insertRows({ ...patients, rows: [row] })
    const change = { ...oneKey[0], Initials: 'YY' }
    await labkey.query.updateRows({ ...patients, rows: [change] })
    expect((await labkey.query.selectRows(only)).rows).toMatchObject([{ ...row, ...change }])
  },
  async 'query.deleteRows'({ clientOf }) {
    const labkey = await clientOf('editor')
    await labkey.query.insertRows({ ...patients, rows: [row] })
    expect((await labkey.query.deleteRows({ ...patients, rows: oneKey })).rows).toHaveLength(1)
    expect((await labkey.query.selectRows(only)).rows).toEqual([])
  },
  async 'query.importRows'({ clientOf }) {
    const labkey = await clientOf('editor')
    const { rowsAffected } = await labkey.query.importRows({ ...patients, rows: [row] })
    expect(rowsAffected).toBe(1)
    expect((await labkey.query.selectRows(only)).rows).toMatchObject([row])
  },
  async 'query.moveRows'({ clientOf, release }) {
    const labkey = await clientOf('admin')
    const { rows } = await labkey.query.selectRows({ ...patients, maxRows: 1 })
    const move = labkey.query.moveRows({ ...patients, rows, targetContainer: '/Open Data' })
    const outcome: unknown = await move.catch((error: unknown) => error)
    // The action is there from LabKey 24.1 on, and lists are not among what it moves.
    if (release === '23.2') expect(outcome).toBeInstanceOf(LabKeyNotFoundError)
    expect(outcome).not.toHaveProperty('code', 'ERR_LABKEY_DECODE')
  },
  async 'query.saveRows'({ clientOf }) {
    const labkey = await clientOf('editor')
    const specimen = { SpecimenId: 'X-1', PatientId: row.PatientId, Type: 'Serum', Volume: 1 }
    const saved = await labkey.query.saveRows({
      commands: [
        { command: 'insert', ...patients, rows: [row] },
        { command: 'insert', ...specimens, rows: [specimen] },
      ],
    })
    expect(saved.committed).toBe(true)
    expect(saved.results).toHaveLength(2)
  },
  async 'query.truncateTable'({ clientOf }) {
    const labkey = await clientOf('admin')
    const results = { schemaName: 'lists', queryName: 'Results' }
    const { deletedRows } = await labkey.query.truncateTable(results)
    expect(deletedRows).toBeGreaterThan(0)
    expect((await labkey.query.selectRows(results)).rows).toEqual([])
  },
  async 'query.importData'({ clientOf }) {
    const labkey = await clientOf('editor')
    const content = `PatientId\tInitials\tSex\nP-9001\tZZ\tF\nP-9002\tYY\tM\n`
    const { rowCount } = await labkey.query.importData({ ...patients, source: { text: content } })
    expect(rowCount).toBe(2)
    const file = { filename: 'more.tsv', content: Buffer.from(content.replaceAll('P-9', 'P-8')) }
    expect((await labkey.query.importData({ ...patients, source: { file } })).rowCount).toBe(2)
    expect((await labkey.query.selectRows(only)).rows).toMatchObject([row])
    const wrong = { text: 'PatientId\tSpecimenDate\n\tx\n' }
    const refused = labkey.query.importData({ ...patients, source: wrong })
    expect(await rejection(refused)).toMatchObject({ code: 'ERR_LABKEY_VALIDATION' })
  },
  async 'query.waitForImport'({ clientOf }) {
    const labkey = await clientOf('editor')
    // The server has no pipeline.
    const job = { metaData: {}, rows: [{ RowId: 7, Status: 'COMPLETE' }], rowCount: 1 }
    const { sent } = answering('query-selectRows', job)
    expect(await labkey.query.waitForImport({ jobId: '7' })).toMatchObject({ status: 'COMPLETE' })
    expect(await fields(sent)).toContainEqual(['query.queryName', 'Job'])
  },
  async 'query.exportRows'({ clientOf }) {
    const labkey = await clientOf('reader')
    const { body, fileName } = await labkey.query.exportRows({ ...patients, delimiter: 'COMMA' })
    const lines = (await bytesOf(body)).toString().trim().split('\n')
    expect(lines[0]).toContain(',')
    expect(lines.length).toBeGreaterThan(10)
    expect(fileName).toMatch(/\.csv$|\.tsv$/)
    const wrong = { schemaName: 'lists', queryName: 'Nothing' }
    expect(await rejection(labkey.query.exportRows(wrong))).toBeInstanceOf(LabKeyNotFoundError)
  },
  async 'query.exportSql'({ clientOf }) {
    const labkey = await clientOf('reader')
    const text = new HttpResponse('PatientId\tSex\nP-1\tF\n', {
      headers: { 'Content-Type': 'text/tab-separated-values' },
    })
    const { sent } = answering('query-exportSql', text)
    const file = await labkey.query.exportSql({ ...sql, wafEncoding: false })
    expect((await bytesOf(file.body)).toString()).toContain('P-1')
    expect(await fields(sent)).toContainEqual(['sql', sql.sql])
    answering('query-exportSql', { success: false, exception: 'Syntax error near FROM' })
    expect(await rejection(labkey.query.exportSql(sql))).toMatchObject({ code: 'ERR_LABKEY_QUERY' })
  },
  async 'query.exportTables'({ clientOf }) {
    const labkey = await clientOf('reader')
    const { sent } = answering('query-exportTables', zipOf('PK-1'))
    const tables = [{ ...patients, filters: [filter('Sex').eq('F')], sort: '-PatientId' }]
    const file = await labkey.query.exportTables({ tables, headerType: 'Name' })
    expect((await bytesOf(file.body)).toString()).toBe('PK-1')
    const schemas = {
      lists: [
        { queryName: 'Patients', filters: { 'query.Sex~eq': 'F', 'query.sort': '-PatientId' } },
      ],
    }
    expect(await fields(sent)).toEqual([
      ['headerType', 'Name'],
      ['schemas', JSON.stringify(schemas)],
    ])
    const wrong = rejection(labkey.query.exportTables({ tables: [] }))
    expect(await wrong).toMatchObject({ code: 'ERR_LABKEY_OPTIONS' })
  },
  async 'query.getData'({ clientOf }) {
    const labkey = await clientOf('reader')
    const rows = [{ data: { Sex: { value: 'F' }, N: { value: 3 } } }]
    const { sent } = answering('query-getData', { metaData: { fields: [] }, rows, rowCount: 1 })
    const data = await labkey.query.getData({
      source: patients,
      transforms: [
        {
          filters: [filter('Site/Name').eq('A')],
          groupBy: ['Sex'],
          aggregates: [{ field: 'PatientId', type: 'COUNT' }],
        },
      ],
      columns: ['Sex'],
      sort: [{ field: 'Sex', direction: 'DESC' }],
      maxRows: 5,
    })
    expect(data.rows).toEqual(rows)
    expect(JSON.parse(await sent)).toEqual({
      source: { type: 'query', ...patients },
      transforms: [
        {
          type: 'aggregate',
          filters: [{ fieldKey: ['Site', 'Name'], type: 'eq', value: 'A' }],
          groupBy: [['Sex']],
          aggregates: [{ fieldKey: ['PatientId'], type: 'COUNT' }],
        },
      ],
      renderer: {
        type: 'json',
        columns: [['Sex']],
        sort: [{ fieldKey: ['Sex'], dir: 'DESC' }],
        maxRows: 5,
      },
    })
  },
  async 'query.saveSessionView'({ clientOf }) {
    const labkey = await clientOf('reader')
    const { sent } = answering('query-saveSessionView', { success: true })
    await labkey.query.saveSessionView({ ...patients, viewName: 'a', newName: 'b', shared: true })
    expect(JSON.parse(await sent)).toEqual({
      schemaName: 'lists',
      'query.queryName': 'Patients',
      'query.viewName': 'a',
      newName: 'b',
      shared: true,
    })
  },
  async 'experiment.exportRuns'({ clientOf }) {
    const labkey = await clientOf('reader')
    const { sent } = answering('experiment-exportRuns', zipOf('PK-2'))
    const file = await labkey.experiment.exportRuns({ runIds: [7, 8], fileName: 'may.xar' })
    expect((await bytesOf(file.body)).toString()).toBe('PK-2')
    expect(await fields(sent)).toEqual([
      ['runIds', '7'],
      ['runIds', '8'],
      ['exportType', 'BROWSER_DOWNLOAD'],
      ['lsidOutputType', 'FOLDER_RELATIVE'],
      ['xarFileName', 'may.xar'],
    ])
    answering('experiment-exportRuns', { success: false, exception: 'No such run' })
    const missing = await rejection(labkey.experiment.exportRuns({ runIds: [9] }))
    expect(String(missing)).toContain('No such run')
  },
  async 'query.getSchemas'({ clientOf }) {
    const schemas = await (await clientOf('reader')).query.getSchemas()
    expect(schemas.map(({ fullyQualifiedName }) => fullyQualifiedName)).toContain('lists')
  },
  async 'query.getQueries'({ clientOf }) {
    const queries = await (await clientOf('reader')).query.getQueries({ schemaName: 'lists' })
    expect(queries.map(({ name }) => name)).toContain('Patients')
  },
  async 'query.getQueryDetails'({ clientOf }) {
    const { columns } = await (await clientOf('reader')).query.getQueryDetails(patients)
    expect(columns.find(({ keyField }) => keyField)?.name).toBe('PatientId')
  },
  async 'query.getQueryViews'({ clientOf }) {
    const views = await (await clientOf('reader')).query.getQueryViews(patients)
    expect(views.length).toBeGreaterThan(0)
  },
  async 'query.saveQueryViews'({ clientOf }) {
    const labkey = await clientOf('editor')
    await labkey.query.saveQueryViews({ ...patients, views: [view] })
    const views = await labkey.query.getQueryViews(patients)
    expect(views.map(({ name }) => name)).toContain(view.name)
  },
  async 'query.deleteQueryView'({ clientOf }) {
    const labkey = await clientOf('editor')
    await labkey.query.saveQueryViews({ ...patients, views: [view] })
    await labkey.query.deleteQueryView({ ...patients, viewName: view.name })
    const views = await labkey.query.getQueryViews(patients)
    expect(views.map(({ name }) => name)).not.toContain(view.name)
  },
  async 'query.validateQuery'({ clientOf }) {
    const labkey = await clientOf('reader')
    await labkey.query.validateQuery(patients)
    const wrong = labkey.query.validateQuery({ ...patients, queryName: 'Nothing' })
    expect(await rejection(wrong)).toHaveProperty('code')
  },
  async 'query.getServerDate'({ clientOf, demo }) {
    const labkey = await clientOf('reader')
    const { hours } = await labkey.query.getServerDate()
    demo.server.clock.advance(3_600_000)
    expect((await labkey.query.getServerDate()).hours).toBe((hours + 1) % 24)
  },

  async 'keys.create'({ clientOf, demo }) {
    const key = await (await clientOf('reader')).keys.create()
    const other = createClient({ baseUrl: demo.url, credentials: fromValue(key) })
    expect((await other.security.whoAmI()).isGuest).toBe(false)
  },
  async 'keys.list'({ clientOf, release }) {
    const listed = (await clientOf('reader')).keys.list()
    // The table is there from LabKey 24.2 on.
    if (release === '23.2') expect(await rejection(listed)).toBeInstanceOf(LabKeyNotFoundError)
    else expect(await listed).toHaveLength(1)
  },
  async 'keys.delete'({ clientOf, release }) {
    const labkey = await clientOf('reader')
    const [key] = release === '23.2' ? [{ rowId: 1 }] : await labkey.keys.list()
    const deleted = labkey.keys.delete({ rowId: key?.rowId ?? -1 })
    if (release === '23.2') expect(await rejection(deleted)).toBeInstanceOf(LabKeyNotFoundError)
    else expect(await deleted).toBeUndefined()
  },
  async 'keys.rotate'({ clientOf, release }) {
    const labkey = await clientOf('reader')
    const [old] = release === '23.2' ? [{ rowId: 1 }] : await labkey.keys.list()
    const stored: string[] = []
    const rotated = labkey.keys.rotate({
      rowId: old?.rowId ?? -1,
      store: ({ key }) => void stored.push(key.reveal()),
    })
    if (release === '23.2') {
      expect(await rejection(rotated)).toBeInstanceOf(LabKeyNotFoundError)
      expect(stored).toEqual([])
    } else {
      expect(await rotated).toMatchObject({ oldKeyDeleted: true })
      expect(stored).toHaveLength(1)
    }
  },

  async 'security.whoAmI'({ clientOf }) {
    expect(await (await clientOf('editor')).security.whoAmI()).toMatchObject({ isGuest: false })
  },
  async 'security.impersonateUser'({ browserOf, clientOf }) {
    const labkey = await browserOf('admin')
    const { email } = await (await clientOf('reader')).security.whoAmI()
    await labkey.security.impersonateUser({ email })
    expect(await labkey.security.whoAmI()).toMatchObject({ email, impersonated: true })
    expect(await rejection(labkey.security.impersonateUser({ email }))).toHaveProperty('status')
  },
  async 'security.stopImpersonating'({ browserOf, clientOf }) {
    const labkey = await browserOf('admin')
    const me = await labkey.security.whoAmI()
    const { id } = await (await clientOf('reader')).security.whoAmI()
    await labkey.security.impersonateUser({ userId: id })
    await labkey.security.stopImpersonating()
    expect(await labkey.security.whoAmI()).toEqual(me)
  },
  async 'security.getUsers'({ clientOf }) {
    const labkey = await clientOf('admin')
    const { email, id } = await labkey.security.whoAmI()
    const users = await labkey.security.getUsers()
    expect(users.length).toBeGreaterThan(2)
    expect(await labkey.security.getUsers({ name: email })).toMatchObject([{ id, email }])
  },
  async 'security.createUser'({ clientOf }) {
    const user = { userId: 1010, email: 'new@example.org', message: 'done', isNew: true }
    const { sent } = answering('security-createNewUser', { success: true, users: [user] })
    const { security } = await clientOf('admin')
    const { email } = user
    expect(await security.createUser({ email })).toEqual({ id: 1010, email, isNew: true })
    expect(await fields(sent)).toEqual([
      ['email', email],
      ['sendEmail', 'false'],
    ])
  },
  async 'security.activateUsers'({ clientOf }) {
    const { sent } = answering('user-updateUsersStateApi', usersChanged)
    const { security } = await clientOf('admin')
    expect(await security.activateUsers({ userIds: [1004, 1005] })).toEqual([1004, 1005])
    expect(await fields(sent)).toEqual([
      ['userId', '1004'],
      ['userId', '1005'],
      ['activate', 'true'],
      ['delete', 'false'],
    ])
  },
  async 'security.deactivateUsers'({ clientOf }) {
    const { sent } = answering('user-updateUsersStateApi', usersChanged)
    await (await clientOf('admin')).security.deactivateUsers({ userIds: [1004] })
    expect(await fields(sent)).toEqual([
      ['userId', '1004'],
      ['activate', 'false'],
      ['delete', 'false'],
    ])
  },
  async 'security.deleteUsers'({ clientOf }) {
    const { sent } = answering('user-updateUsersStateApi', usersChanged)
    await (await clientOf('admin')).security.deleteUsers({ userIds: [1004] })
    expect(await fields(sent)).toEqual([
      ['userId', '1004'],
      ['activate', 'false'],
      ['delete', 'true'],
    ])
  },
  async 'security.resetPassword'({ clientOf }) {
    const { sent } = answering('security-adminRotatePassword', { success: true })
    await (await clientOf('admin')).security.resetPassword({ email: 'ann@example.org' })
    expect(await fields(sent)).toEqual([['email', 'ann@example.org']])
  },
  async 'security.listGroups'({ clientOf }) {
    const { security } = await clientOf('admin')
    expect(await security.listGroups()).toEqual([])
    const groups = await security.listGroups({ includeSiteGroups: true })
    expect(groups.map(({ id }) => id)).toContain(-1)
    expect(groups.every(({ name }) => name !== '')).toBe(true)
  },
  async 'security.addGroupMembers'({ clientOf }) {
    const { sent } = answering('security-addGroupMember', { added: [1004] })
    const { security } = await clientOf('admin')
    const change = { groupId: 1200, principalIds: [1004, 1005] }
    expect(await security.addGroupMembers(change)).toEqual([1004])
    expect(JSON.parse(await sent)).toEqual(change)
  },
  async 'security.removeGroupMembers'({ clientOf }) {
    const { sent } = answering('security-removeGroupMember', { removed: [1005] })
    const { security } = await clientOf('admin')
    const change = { groupId: 1200, principalIds: [1005] }
    expect(await security.removeGroupMembers(change)).toEqual([1005])
    expect(JSON.parse(await sent)).toEqual(change)
  },
  async 'security.getRoles'({ clientOf }) {
    const roles = await (await clientOf('admin')).security.getRoles()
    expect(roles.find(({ uniqueName }) => uniqueName === reader)?.permissions).toContain(
      'org.labkey.api.security.permissions.ReadPermission',
    )
  },
  async 'security.addRole'({ clientOf }) {
    const { sent } = answering('security-addAssignment', { success: true })
    await (await clientOf('admin')).security.addRole({ role: reader, userId: 1004 })
    expect(await fields(sent)).toEqual([
      ['roleClassName', reader],
      ['principalId', '1004'],
    ])
  },
  async 'security.removeRole'({ clientOf }) {
    const { sent } = answering('security-removeAssignment', { success: true })
    const { security } = await clientOf('admin')
    await security.removeRole({ role: reader, email: 'ann@example.org' })
    expect(await fields(sent)).toEqual([
      ['roleClassName', reader],
      ['email', 'ann@example.org'],
    ])
  },
}

describe.each(releases)('over the wire, LabKey %s', (release) => {
  test.each(Object.keys(calls) as FunctionName[])('%s', async (name) => {
    const called = new Set<string>()
    const demo = await startDemo(release)
    await calls[name]({
      demo,
      release,
      clientOf: async (...args) => recording(await demo.clientOf(...args), called),
      browserOf: async (...args) => recording(await demo.browserOf(...args), called),
    })
    expect(called).toContain(name)
  })
})

test('the list above names every function of a client but those of areas', () => {
  const labkey = createClient({ baseUrl: 'http://127.0.0.1:1', credentials: 'anonymous' })
  // Theirs are in test/areas.
  const names = functionNames(labkey).filter((name) => /^(\w+|(query|keys)\..*)$/.test(name))
  const own = Object.keys(calls).filter((name) => !/^(?:security|experiment)\./.test(name))
  expect(own.toSorted()).toEqual(names.toSorted())
})
