import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'

import { openBrowser } from './browser.ts'
import type { Answer } from './browser.ts'
import { people, seededServer, visits } from './seed.ts'

const server = seededServer()
const browser = openBrowser(server)
await browser.logIn('admin')
const rows = 'schemaName=lists&query.queryName=People'

/** Returns the cells of the only sheet, as they are written, texts looked up. */
async function sheetOf(path: string): Promise<{ cells: string[][]; name: string; head: Headers }> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await server.fetch(
    new Request(`http://labkey.test/Lab/query-${path}`, { headers: { Cookie: cookie } }),
  )
  expect(response.status).toBe(200)
  const packed = unzipSync(new Uint8Array(await response.arrayBuffer()))
  const files = new Map(Object.entries(packed).map(([name, bytes]) => [name, strFromU8(bytes)]))
  const shared = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<t[^>]*>([^<]*)</g)].map(
    ([, text = '']) => text,
  )
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? ''
  const cells = [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/g)].map(([, row = '']) =>
    [...row.matchAll(/<c r="\w+"([^>]*)>(?:<v>([^<]*)<\/v>)?/g)].map(([, how = '', value = '']) =>
      how.includes('t="s"') ? (shared[Number(value)] ?? '') : value,
    ),
  )
  const name = /<sheet [^>]*name="([^"]*)"/.exec(files.get('xl/workbook.xml') ?? '')?.[1] ?? ''
  return { cells, name, head: response.headers }
}

describe('a workbook', () => {
  test.each(['exportRowsXLSX.view', 'exportRowsExcel.view'])(
    'of %s has numbers, dates and truth values as such, and text as text',
    async (action) => {
      const { cells, name, head } = await sheetOf(
        `${action}?${rows}&query.columns=Key,Name,Born,Score,Active&query.Key~in=1;4&excludeColumn=none`,
      )
      expect(head.get('Content-Disposition')).toBe('attachment; filename="People.xlsx"')
      expect(head.get('Content-Type')).toContain('spreadsheetml.sheet')
      expect(head.get('Cache-Control')).toBe('no-store')
      expect(name).toBe('People')
      // 1970-05-31 is day 25719 of the calendar of spreadsheets, in every zone.
      expect(cells[0]).toEqual(['Key', 'Name', 'Born', 'Score', 'Active'])
      expect(cells[1]).toEqual(['1', 'Ann', '25719', '1.5', '1'])
      expect(cells[2]?.[0]).toBe('4')
      expect(cells[2]?.at(-2)).toBe('-3.25')
    },
  )

  test('of SQL has every row; as TSV, too, and both are recorded as exports', async () => {
    const select = encodeURIComponent('SELECT Key, Name FROM People WHERE Key < 3 ORDER BY Key')
    const sql = `exportSql.view?schemaName=lists&sql=${select}`
    expect((await sheetOf(sql)).cells).toEqual([
      ['Key', 'Name'],
      ['1', 'Ann'],
      ['2', 'bob'],
    ])
    expect(server.audit.at(-1)).toMatchObject({ event: 'QueryExportAuditEvent', rowCount: 2 })
    expect(server.audit.at(-1)?.sql).toContain('SELECT Key, Name')
    const text = await browser.send(`/Lab/query-${sql}&format=tsv`)
    expect(text.text).toBe('Key\tName\n1\tAnn\n2\tbob\n')
    expect(text.headers.get('Content-Disposition')).toContain('QueryResults.tsv')
    expect((await browser.send(`/Lab/query-${sql}&format=pdf`)).status).toBe(400)
    expect((await browser.send('/Lab/query-exportSql.view?schemaName=lists')).status).toBe(500)
    const nowhere = 'exportSql.view?schemaName=nope&sql=SELECT%201'
    expect((await browser.send(`/Lab/query-${nowhere}`)).status).toBe(404)
  })

  test('shows what a lookup shows, and no column above the declared level', async () => {
    const path = 'query-exportRowsXLSX.view?schemaName=lists&query.queryName=Visits'
    expect((await sheetOf(path.slice(6))).cells[1]).toEqual(['10', 'A', '61.5'])
    const reader = openBrowser(server)
    await reader.logIn('reader')
    expect((await reader.send(`/Study/${path}`)).status).toBe(403)
    await reader.declare('NotPHI')
    const text = await reader.send(
      `/Study/query-exportSql.view?schemaName=lists&format=tsv&sql=${encodeURIComponent('SELECT * FROM People')}`,
    )
    expect(text.text.split('\n')[0]).toBe('Key\tName\tScore\tActive')
  })
})

test('a workbook of more than two million cells is refused before it is made', async () => {
  const names = Array.from({ length: 1000 }, (_, index) => `C${index}`)
  const row = Object.fromEntries(names.map((name) => [name, 1]))
  const wide = seededServer({
    tables: [
      {
        name: 'Wide',
        containers: ['/Lab'],
        columns: names.map((name) => ({ name, type: 'int' as const })),
        rows: () => Array.from({ length: 2001 }, () => row),
      },
    ],
  })
  const admin = openBrowser(wide)
  await admin.logIn('admin')
  const path = '/Lab/query-exportRowsXLSX.view?schemaName=lists&query.queryName=Wide'
  const { status, json } = await admin.send(path)
  expect([status, json['exception']]).toEqual([400, expect.stringContaining('Export text')])
  expect((await admin.send(`${path}&query.maxRows=1`)).status).toBe(200)
})

describe('query-getData', () => {
  const ask = (source: object, renderer?: object, more: object = {}): Promise<Answer> =>
    browser.post('/Lab/query-getData.api', { source, renderer, ...more })
  const query = { type: 'query', schemaName: 'lists', queryName: 'Visits' }

  test('selects columns by names or lists of their parts, sorts and pages', async () => {
    const { json } = await ask(query, {
      type: 'json',
      columns: ['Id', ['Person', 'Name']],
      sort: [{ fieldKey: 'Id', dir: 'DESC' }],
      maxRows: 2,
      offset: 1,
    })
    expect(json).toMatchObject({ schemaName: ['lists'], queryName: 'Visits', rowCount: 3 })
    expect(json['rows']).toEqual([
      { data: { Id: expect.objectContaining({ value: 11 }), 'Person/Name': { value: 'bob' } } },
      { data: { Id: expect.objectContaining({ value: 10 }), 'Person/Name': { value: 'Ann' } } },
    ])
    expect(server.audit.at(-1)).toMatchObject({ queryName: 'Visits', rowCount: 2 })
  })

  test('runs SQL', async () => {
    const sql = 'SELECT COUNT(*) AS n FROM Visits'
    const { json } = await ask({ type: 'sql', schemaName: ['lists'], sql })
    expect(json['rows']).toEqual([{ data: { n: { value: 3 } } }])
    expect(server.audit.at(-1)).toMatchObject({ sql, rowCount: 1 })
  })

  test.each([
    [500, {}],
    [500, { source: { ...query, type: 'nope' } }],
    [404, { source: { ...query, queryName: 'nope' } }],
    [404, { source: { type: 'sql', schemaName: 'nope', sql: 'SELECT 1' } }],
    [400, { source: query, transforms: [{}] }],
    [400, { source: query, renderer: { maxRows: 'x' } }],
    [500, { source: query, renderer: { type: 'html' } }],
    [500, { source: query, renderer: { columns: [1] } }],
  ])('answers %i for %j', async (status, body) => {
    expect((await browser.post('/Lab/query-getData.api', body)).status).toBe(status)
  })
})

describe('paths of lookups in SQL', () => {
  const names = async (sql: string, container = '/Lab'): Promise<Answer> =>
    browser.post(`${container}/query-executeSql.api`, { schemaName: 'lists', sql })

  test.each([
    ['SELECT Person.Name FROM Visits ORDER BY Id', [['Ann'], ['bob'], [null]]],
    ['SELECT v.Person.Name AS who FROM lists.Visits AS v WHERE v.Person.Key = 2', [['bob']]],
    ['SELECT Visits.Person.Score * 2 FROM Visits WHERE Id = 10', [[3]]],
    ['SELECT lists.Visits.Person.Active FROM lists.Visits WHERE Id = 11', [[false]]],
    ['SELECT "Person" . "Born" FROM Visits WHERE Id = 10', [['1970-05-31 00:00:00.000']]],
    [
      'SELECT p.Name, v.Person.Name FROM Visits v JOIN People p ON p.Key = v.Person ORDER BY v.Id',
      [
        ['Ann', 'Ann'],
        ['bob', 'bob'],
      ],
    ],
    ["SELECT 'Person.Name' AS text FROM Visits WHERE Id = 10", [['Person.Name']]],
    [
      'SELECT Person.Name, COUNT(*) FROM Visits GROUP BY Person.Name HAVING Person.Name IS NOT NULL ORDER BY 1',
      [
        ['Ann', 1],
        ['bob', 1],
      ],
    ],
  ])('%s', async (sql, expected) => {
    const { status, json } = await names(sql)
    expect([status, json['exception']]).toEqual([200, undefined])
    expect((json['rows'] as object[]).map((row) => Object.values(row))).toEqual(expected)
  })

  test('name their column after the last part, with its type', async () => {
    const { json } = await names('SELECT Person.Name, Person.Active, Person.Born FROM Visits')
    const { fields } = json['metaData'] as { fields: { name: string; type: string }[] }
    expect(fields.map(({ name, type }) => [name, type])).toEqual([
      ['Name', 'string'],
      ['Active', 'boolean'],
      ['Born', 'date'],
    ])
  })

  test('lead to no unknown column and to none above the declared level', async () => {
    expect((await names('SELECT Person.Nope FROM Visits')).status).toBe(500)
    expect((await names('SELECT Weight.Name FROM Visits')).status).toBe(500)
    const reader = openBrowser(server)
    await reader.logIn('reader')
    await reader.declare('Limited')
    const as = async (sql: string): Promise<number> =>
      (await reader.post('/Study/query-executeSql.api', { schemaName: 'lists', sql })).status
    expect(await as('SELECT Person.Initials FROM Visits')).toBe(200)
    expect(await as('SELECT Person.Born FROM Visits')).toBe(500)
    expect(await as('SELECT Id FROM Visits WHERE Person.Born IS NOT NULL')).toBe(500)
  })

  test('follow several lookups', async () => {
    const deep = seededServer({
      tables: [
        people,
        visits,
        {
          name: 'Samples',
          containers: ['/Lab'],
          columns: [
            { name: 'Code', type: 'string', key: true },
            { name: 'Visit', type: 'int', lookup: { queryName: 'Visits' } },
          ],
          rows: [{ Code: 'S1', Visit: 11 }],
        },
      ],
    })
    const admin = openBrowser(deep)
    await admin.logIn('admin')
    const body = { schemaName: 'lists', sql: 'SELECT s.Visit.Person.Name FROM Samples s' }
    const { json } = await admin.post('/Lab/query-executeSql.api', body)
    expect(json['rows']).toEqual([{ Name: 'bob' }])
  })
})
