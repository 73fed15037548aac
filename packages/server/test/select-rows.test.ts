import { describe, expect, test } from 'vitest'

import { openBrowser } from './browser.ts'
import type { Answer, RequestParts } from './browser.ts'
import { people, seededServer } from './seed.ts'

const server = seededServer({ clock: { now: () => Date.now(), monotonic: () => 0 } })
const browser = openBrowser(server)
await browser.logIn('admin')

interface Row {
  readonly Key: number
  readonly Name: string | null
  readonly Born: string | null
  readonly Score: number | null
  readonly Active: boolean | null
}
const rows: readonly Row[] = people.rows.map((row) => ({
  ...(row as unknown as Row),
  Born: wireDate(row['Born'] as string | null),
}))

function wireDate(text: string | null): string | null {
  if (text === null) return null
  const [day = '', time = '00:00'] = text.split(' ')
  return `${day} ${time.padEnd(8, ':00')}${time.includes('.') ? '' : '.000'}`
}

async function select(query: string, parts: RequestParts = {}): Promise<Answer> {
  return browser.send(
    `/Lab/query-selectRows.api?schemaName=lists&query.queryName=People${query}`,
    parts,
  )
}

async function keys(query: string): Promise<unknown> {
  const { status, json } = await select(`${query}&query.columns=Key`)
  if (status !== 200) return status
  return (json['rows'] as Row[]).map(({ Key }) => Key)
}

/** `name~operator=value`, and the same written by hand over the seeded rows. */
const filters: readonly (readonly [string, (row: Row) => boolean])[] = [
  ['Score~eq=2', ({ Score }) => Score === 2],
  ['Score~eq=2.0', ({ Score }) => Score === 2],
  ['Score~eq=', ({ Score }) => Score === null],
  ['Score~neq=2', ({ Score }) => Score !== null && Score !== 2],
  ['Score~neq=', ({ Score }) => Score !== null],
  ['Score~neqornull=2', ({ Score }) => Score !== 2],
  ['Score~gt=1.5', ({ Score }) => Score !== null && Score > 1.5],
  ['Score~gte=1.5', ({ Score }) => Score !== null && Score >= 1.5],
  ['Score~lt=1.5', ({ Score }) => Score !== null && Score < 1.5],
  ['Score~lte=1.5', ({ Score }) => Score !== null && Score <= 1.5],
  ['Score~between=-3.25,2', ({ Score }) => Score !== null && Score >= -3.25 && Score <= 2],
  ['Score~between={json:[1,2]}', ({ Score }) => Score !== null && Score >= 1 && Score <= 2],
  ['Score~notbetween=-3.25,2', ({ Score }) => Score !== null && (Score < -3.25 || Score > 2)],
  ['Key~between=3', ({ Key }) => Key === 3],
  ['Key~between=3,4,5', ({ Key }) => Key === 3],
  ['Key~between=', () => false],
  ['Key~eq=3', ({ Key }) => Key === 3],
  ['Key~in=1;3;99', ({ Key }) => Key === 1 || Key === 3],
  ['Key~in=1%0A3', ({ Key }) => Key === 1 || Key === 3],
  ['Key~notin=1;3', ({ Key }) => Key !== 1 && Key !== 3],
  ['Score~in=2;', ({ Score }) => Score === 2 || Score === null],
  ['Score~notin=2', ({ Score }) => Score !== 2],
  ['Name~eq=Ann', ({ Name }) => Name === 'Ann'],
  ['Name~eq=ann', () => false],
  [
    'Name~in={json:["Ann","Cleo; the third"]}',
    ({ Name }) => Name === 'Ann' || Name === 'Cleo; the third',
  ],
  ['Name~in=Cleo; the third', () => false],
  ['Name~contains=ANN', ({ Name }) => Name?.toLowerCase().includes('ann') ?? false],
  ['Name~doesnotcontain=ANN', ({ Name }) => !(Name?.toLowerCase().includes('ann') ?? false)],
  ['Name~startswith=anna', ({ Name }) => Name === 'annabel'],
  ['Name~doesnotstartwith=ann', ({ Name }) => !(Name?.toLowerCase().startsWith('ann') ?? false)],
  ['Name~containsoneof=bo;THIRD', ({ Name }) => Name === 'bob' || Name === 'Cleo; the third'],
  ['Name~containsoneof={json:["; the"]}', ({ Name }) => Name === 'Cleo; the third'],
  ['Name~containsnoneof=bo;THIRD', ({ Name }) => Name !== 'bob' && Name !== 'Cleo; the third'],
  ['Name~isblank', ({ Name }) => !Name],
  ['Name~isblank=', ({ Name }) => !Name],
  ['Name~isnonblank=', ({ Name }) => Boolean(Name)],
  ['Active~eq=true', ({ Active }) => Active === true],
  ['Active~eq=0', ({ Active }) => Active === false],
  ['Active~neq=true', ({ Active }) => Active === false],
  ['Born~eq=1970-05-31', ({ Born }) => Born === '1970-05-31 00:00:00.000'],
  ['Born~eq=1980-01-01 08:30', ({ Born }) => Born === '1980-01-01 08:30:00.000'],
  ['Born~dateeq=1970-05-31', ({ Born }) => Born?.startsWith('1970-05-31') ?? false],
  ['Born~dateeq=1970/05/31 12:00', ({ Born }) => Born?.startsWith('1970-05-31') ?? false],
  ['Born~dateneq=1970-05-31', ({ Born }) => Born !== null && !Born.startsWith('1970-05-31')],
  ['Born~dateeq=', ({ Born }) => Born === null],
  ['Born~dateneq=', ({ Born }) => Born !== null],
  ['Born~between=1970-05-31,1980-01-01', ({ Born }) => Born !== null && Born <= '1980-01-01'],
  ['Score~hasmvvalue', () => false],
  ['Score~hasqcvalue=', () => false],
  ['Score~nomvvalue', () => true],
  ['Score~noqcvalue=', () => true],
  ['Name~in=Ann ; bob', ({ Name }) => Name === 'Ann' || Name === 'bob'],
  ['~q=6', ({ Key }) => Key === 6],
  ['Born~dategt=1970-05-31', ({ Born }) => Born !== null && Born >= '1970-06-01'],
  ['Born~gt=1970-05-31', ({ Born }) => Born !== null && Born > '1970-05-31 00:00:00.000'],
  ['Born~dategte=1980-01-01', ({ Born }) => Born !== null && Born >= '1980-01-01'],
  ['Born~datelt=1980-01-01', ({ Born }) => Born !== null && Born < '1980-01-01'],
  ['Born~datelte=1980-01-01', ({ Born }) => Born !== null && Born < '1980-01-02'],
  ['Born~lte=1980-01-01', ({ Born }) => Born !== null && Born <= '1980-01-01 00:00:00.000'],
  ['Born~lt=-1d', ({ Born }) => Born !== null],
  ['Born~gt=+1', () => false],
  ['*~q=cleo', ({ Name }) => Name?.includes('Cleo') ?? false],
  ['BORN~ISNONBLANK=', ({ Born }) => Born !== null],
  ['Score~nosuchoperator=2', () => true],
  ['Nothing~eq=2', () => true],
  ['Score~=', () => true],
]

describe('filters', () => {
  test.each(filters)('%s passes the rows that a person would pick', async (filter, passes) => {
    const [name = '', ...value] = filter.split('=')
    const query = `&query.${name}=${encodeURIComponent(decodeURIComponent(value.join('=')))}`
    expect(await keys(query)).toEqual(rows.filter(passes).map(({ Key }) => Key))
  })

  test('are all obeyed together, twice on a column too', async () => {
    expect(await keys('&query.Score~gt=1&query.Score~lt=50&query.Name~contains=b')).toEqual([2, 5])
  })

  test.each([
    'Key~eq=x',
    'Score~gt=1,5',
    'Born~eq=2024-02-30',
    'Active~eq=maybe',
    'Key~in={json:[1',
  ])('%s is refused with 400 and an exception class', async (filter) => {
    const { status, json } = await select(`&query.${filter}`)
    expect([status, typeof json['exceptionClass']]).toEqual([400, 'string'])
  })

  test('on a column that is not there are dropped with a message', async () => {
    const { json } = await select('&query.Nothing~eq=1')
    expect(json['messages']).toEqual([expect.objectContaining({ area: 'view' })])
  })

  test('follow lookups', async () => {
    const { json } = await browser.send(
      '/Lab/query-getQuery.api?schemaName=lists&query.queryName=Visits&query.Person/Name~eq=bob&query.columns=Id,Person/Name,person/initials',
    )
    expect(json['rows']).toEqual([
      expect.objectContaining({ Id: 11, 'Person/Name': 'bob', 'Person/Initials': 'B' }),
    ])
  })
})

describe('sort, paging and columns', () => {
  test.each([
    ['Score', [4, 1, 2, 5, 6, 3]],
    ['+Score', [4, 1, 2, 5, 6, 3]],
    ['-Score', [3, 6, 2, 5, 1, 4]],
    ['-Score,-Key', [3, 6, 5, 2, 1, 4]],
    ['Nothing,-Key', [6, 5, 4, 3, 2, 1]],
  ])('sort %s gives %j', async (sort, expected) => {
    expect(await keys(`&query.sort=${encodeURIComponent(sort)}`)).toEqual(expected)
  })

  test.each([
    ['query.maxRows=2', [1, 2]],
    ['query.maxRows=2&query.offset=1', [2, 3]],
    ['limit=1&start=2&query.maxRows=5&query.offset=0', [3]],
    ['query.maxRows=-1&query.offset=4', [5, 6]],
    ['query.offset=99', []],
    ['query.maxRows=2&query.showRows=all', [1, 2, 3, 4, 5, 6]],
  ])('%s gives %j of 6', async (page, expected) => {
    const { json } = await select(`&${page}`)
    expect((json['rows'] as Row[]).map(({ Key }) => Key)).toEqual(expected)
    expect(json['rowCount']).toBe(6)
  })

  test('without total count, rowCount is offset plus rows', async () => {
    const { json } = await select('&query.maxRows=2&query.offset=1&includeTotalCount=false')
    expect(json['rowCount']).toBe(3)
  })

  test('names are found without case and answered as they are', async () => {
    const path =
      '/Lab/query-selectRows.api?schemaName=LISTS&queryName=people&query.columns=nAME,name'
    const { json } = await browser.send(path)
    expect([json['schemaName'], json['queryName'], (json['rows'] as object[])[0]]).toEqual([
      'lists',
      'People',
      { Name: 'Ann' },
    ])
  })

  test('the key comes along when minimalColumns is off', async () => {
    const { json } = await select('&query.columns=Name&minimalColumns=false')
    expect((json['rows'] as object[])[0]).toMatchObject({ Key: 1, Name: 'Ann' })
  })

  test.each<[string, RequestParts]>([
    [
      'a form',
      { form: { schemaName: 'lists', 'query.queryName': 'People', 'query.maxRows': '1' } },
    ],
    ['JSON', { body: { schemaName: 'lists', 'query.queryName': 'People', 'query.maxRows': 1 } }],
    [
      'another region',
      {
        body: { schemaName: 'lists', dataRegionName: 'r', 'r.queryName': 'People', 'r.maxRows': 1 },
      },
    ],
  ])('parameters may come as %s', async (_, parts) => {
    const { json } = await browser.send('/Lab/query-selectRows.api', parts)
    expect([json['rowCount'], (json['rows'] as object[]).length]).toEqual([6, 1])
  })
})

describe('formats', () => {
  const one = '&query.maxRows=1&query.columns=Key,Born,Score'
  const url =
    '/Lab/query-executeQuery.view?schemaName=lists&query.queryName=People&query.Key%7Eeq=1'
  const born = '1970-05-31 00:00:00.000'

  test('8.3, also when none is asked for: plain values, column model, complete metadata', async () => {
    for (const version of ['', '&apiVersion=8.3', '&apiVersion=x']) {
      const { json } = await select(one + version)
      expect(json).toMatchObject({
        schemaName: 'lists',
        queryName: 'People',
        formatVersion: 8.3,
        rows: [{ Key: 1, _labkeyurl_Key: url, Born: born, Score: 1.5 }],
        rowCount: 6,
        metaData: { root: 'rows', totalProperty: 'rowCount', id: 'Key', title: 'People' },
      })
      const model = json['columnModel'] as { dataIndex: string }[]
      const { fields } = json['metaData'] as { fields: { name: string; type: string }[] }
      expect(model.map(({ dataIndex }) => dataIndex)).toEqual(['Key', 'Born', 'Score'])
      expect(fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
        'Key int',
        'Born date',
        'Score float',
      ])
    }
  })

  test('8.3 shows display values of lookups when asked to', async () => {
    const { json } = await browser.send(
      '/Lab/query-selectRows.api?schemaName=lists&query.queryName=Visits&includeDisplayValues=true&query.columns=Person',
    )
    expect(json['rows']).toEqual([
      expect.objectContaining({ Person: 1, 'Person/Initials': 'A' }),
      expect.objectContaining({ Person: 2, 'Person/Initials': 'B' }),
      { Person: null, _labkeyurl_Person: null },
    ])
  })

  test('9.1: an object a column', async () => {
    const { json } = await select(`${one}&apiVersion=9.1`)
    expect([json['formatVersion'], json['schemaName']]).toEqual([9.1, 'lists'])
    expect(json['rows']).toEqual([
      { Key: { value: 1, url }, Born: { value: born }, Score: { value: 1.5 } },
    ])
    expect(json).toHaveProperty('columnModel')
  })

  test('13.2: data around it, schema name in parts, no column model', async () => {
    const { json } = await select(`${one}&apiVersion=13.2`)
    expect(json['rows']).toEqual([
      { data: { Key: { value: 1, url }, Born: { value: born }, Score: { value: 1.5 } } },
    ])
    expect(json['schemaName']).toEqual(['lists'])
    expect(json).not.toHaveProperty('formatVersion')
    expect(json).not.toHaveProperty('columnModel')
  })

  test('17.1: formatted values where they differ', async () => {
    const { json } = await select(`${one}&apiVersion=17.1`)
    expect(json['rows']).toEqual([
      {
        data: {
          Key: { value: 1, url },
          Born: { value: born, formattedValue: '1970-05-31' },
          Score: { value: 1.5, formattedValue: '1.50' },
        },
      },
    ])
  })

  test('a lookup has its display value', async () => {
    const { json } = await browser.send(
      '/Lab/query-selectRows.api?schemaName=lists&query.queryName=Visits&apiVersion=13.2&query.columns=Person&query.maxRows=1',
    )
    expect(json['rows']).toEqual([
      { data: { Person: expect.objectContaining({ value: 1, displayValue: 'A' }) as object } },
    ])
  })

  test.each([
    ['8.3', { rows: [] }],
    ['13.2', {}],
  ])('maxRows=0 in %s is metadata only', async (version, expected) => {
    const { json } = await select(`&query.maxRows=0&apiVersion=${version}`)
    expect(json).toMatchObject({ ...expected, metaData: {} })
    expect(json).not.toHaveProperty('rowCount')
    if (version === '13.2') expect(json).not.toHaveProperty('rows')
  })

  test('json_compact has no blanks, the version may come as header, metadata may be left out', async () => {
    const { text, json } = await select(`${one}&respFormat=json_compact&includeMetadata=false`, {
      headers: { 'LABKEY-apiVersion': '13.2' },
    })
    expect(text).not.toMatch(/\n/)
    expect(Object.keys(json)).toEqual(['schemaName', 'queryName', 'rows', 'rowCount'])
  })

  test('no answer has a top-level status, which Rlabkey would take for the HTTP status', async () => {
    expect((await select('')).json).not.toHaveProperty('status')
  })
})

describe('errors', () => {
  const table: readonly (readonly [string, number, string | RegExp])[] = [
    ['schemaName=nope&query.queryName=People', 404, 'The specified schema does not exist'],
    ['query.queryName=People', 404, 'The specified schema does not exist'],
    [
      'schemaName=lists&query.queryName=Nope',
      404,
      "The specified query 'Nope' does not exist in schema 'lists'",
    ],
    [
      'schemaName=lists&query.queryName=People&query.viewName=mine',
      404,
      "The requested view 'mine' does not exist for this user.",
    ],
    ['schemaName=lists&query.queryName=People&query.maxRows=ten', 400, /query\.maxRows/],
    [
      'schemaName=lists&query.queryName=People&containerFilter=Everything',
      500,
      "'containerFilter' parameter is not valid",
    ],
    [
      'schemaName=lists&query.queryName=People&respFormat=yaml',
      400,
      'Unknown response format requested: yaml',
    ],
  ]
  test.each(table)('%s is answered %i', async (query, status, exception) => {
    const answer = await browser.send(`/Lab/query-selectRows.api?${query}`)
    expect([answer.status, answer.json['success']]).toEqual([status, false])
    expect(answer.json['exception']).toMatch(exception)
  })

  test.each([
    ['{"a":', /not valid JSON/],
    ['[]', /not a JSON object/],
    [`{"a":${'['.repeat(100_000)}`, /nested deeper/],
    ['{"__proto__":{"isAdmin":true}}', /not allowed/],
    ['{"a":{"constructor":{"prototype":{"isAdmin":true}}}}', /not allowed/],
  ])('the body %.60s is answered 400 as a page', async (body, text) => {
    const answer = await browser.send('/Lab/query-selectRows.api', { body })
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([
      400,
      'text/html;charset=utf-8',
    ])
    expect(answer.text).toMatch(text)
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined()
  })

  test.each(['?__proto__[x]=1', '?constructor=1', '?constructor.prototype.x=1'])(
    '%s is refused',
    async (query) => {
      expect((await browser.send(`/login-whoami.api${query}`)).status).toBe(400)
    },
  )

  test('nested objects are refused, names that only look dangerous are not', async () => {
    const nested = await browser.send('/Lab/query-selectRows.api', {
      body: { schemaName: { a: 1 } },
    })
    expect(nested.json['exception']).toBe(
      'Nested objects and arrays are not supported at this time.',
    )
    const cookie = { Cookie: 'constructor=1; __proto__=2' }
    expect((await browser.send('/login-whoami.api', { headers: cookie })).status).toBe(200)
    const query = await browser.send(
      '/Lab/query-selectRows.api?schemaName=lists&query.queryName=constructor',
    )
    expect(query.status).toBe(404)
  })

  test('a body of more than 1 MiB is answered 413, with and without a length', async () => {
    const body = JSON.stringify({ schemaName: 'x'.repeat(1024 * 1024) })
    expect((await browser.send('/Lab/query-selectRows.api', { body })).status).toBe(413)
    const headers = { 'Content-Length': '2000000' }
    expect((await browser.send('/Lab/query-selectRows.api', { body: '{}', headers })).status).toBe(
      413,
    )
  })
})

test('query-getServerDate tells the time of the virtual clock', async () => {
  const timed = seededServer({
    clock: { now: () => new Date(2024, 4, 31, 8, 30).getTime(), monotonic: () => 0 },
  })
  timed.clock.advance(1500)
  const answer = await openBrowser(timed).send('/query-getServerDate.api')
  expect(answer.json).toEqual({ date: '2024-05-31 08:30:01.500' })
})

test('query-executeQuery shows rows as an escaped page', async () => {
  const hostile = seededServer({
    tables: [
      {
        name: 'T',
        columns: [{ name: 'A', type: 'string', key: true }],
        rows: [{ A: '<img src=x onerror=alert(1)>' }],
      },
    ],
  })
  const visitor = openBrowser(hostile)
  await visitor.logIn('reader')
  const { text } = await visitor.send(
    '/Lab/query-executeQuery.view?schemaName=lists&query.queryName=T',
  )
  expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;')
  expect(text).not.toContain('<img src=x')
})
