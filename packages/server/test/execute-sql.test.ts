import { Buffer } from 'node:buffer'

import { describe, expect, test } from 'vitest'

import { openBrowser, send } from './browser.ts'
import type { Answer } from './browser.ts'
import { people, seededServer, visits } from './seed.ts'

const queries = [
  { name: 'Heavy', sql: 'SELECT Id, Weight FROM Visits WHERE Weight > 70' },
  {
    name: 'ByName',
    sql: "PARAMETERS (Start VARCHAR, Least INTEGER DEFAULT 2) SELECT Key, Name, '--Start' AS Mark FROM lists.People p WHERE p.Name LIKE Start || '%' AND Key >= Least",
    columns: [{ name: 'Key', type: 'int', key: true, caption: 'Number' }],
  },
  { name: 'Twice', sql: 'SELECT Id, Weight * 2 AS Double FROM Heavy' },
  { name: 'Loop', sql: 'SELECT * FROM Loop' },
  { name: 'Broken', sql: 'SELECT nix FROM People' },
  { name: 'Secrets', sql: 'SELECT Key, Secret AS Open FROM People' },
] as const
const server = seededServer({
  queries,
  tables: [
    people,
    visits,
    {
      name: 'Odd "name"',
      schemaName: 'other.part',
      columns: [{ name: 'The Column', type: 'string', key: true }],
      rows: [{ 'The Column': 'v' }],
    },
  ],
  sqlTimeoutMs: 300,
})
const browser = openBrowser(server)
await browser.logIn('admin')

async function sql(text: string, more: object = {}, container = '/Lab'): Promise<Answer> {
  const body = { schemaName: 'lists', sql: text, ...more }
  return browser.send(`${container}/query-executeSql.api`, { body })
}

async function rows(text: string, more: object = {}): Promise<unknown[]> {
  const { status, json } = await sql(text, more)
  if (status !== 200) throw new Error(JSON.stringify(json['exception']))
  return (json['rows'] as object[]).map((row) => Object.values(row))
}

describe('executeSql', () => {
  test.each<[string, unknown[][]]>([
    ['SELECT Key FROM People WHERE Score > 1.9', [[2], [5], [6]]],
    ['SELECT p.Name FROM lists.People p WHERE Key = 1;', [['Ann']]],
    ['select "Name" from "lists"."People" where [Key] = 1 -- end', [['Ann']]],
    [
      'SELECT COUNT(*) AS n, MAX(Born) AS born, AVG(Score) AS a FROM People WHERE Key < 3',
      [[2, '1980-01-01 08:30:00.000', 1.75]],
    ],
    [
      'SELECT p.Name, v.Weight FROM Visits v JOIN People p ON v.Person = p.Key ORDER BY v.Weight DESC',
      [
        ['bob', 80],
        ['Ann', 61.5],
      ],
    ],
    [
      'SELECT Key, Active FROM People WHERE Active = TRUE',
      [
        [1, true],
        [4, true],
        [6, true],
      ],
    ],
    ["SELECT Key FROM People WHERE Name LIKE 'a%'", [[5]]],
    ["SELECT Key FROM People WHERE Born >= '1980-01-01' AND Born < '1981-01-01'", [[2]]],
    [
      "SELECT YEAR(Born) AS y, TIMESTAMPDIFF('SQL_TSI_MONTH', Born, '1970-08-30') AS m FROM People WHERE Key = 1",
      [[1970, 2]],
    ],
    [
      "SELECT TIMESTAMPADD('SQL_TSI_MONTH', 1, Born) AS d FROM People WHERE Key = 1",
      [['1970-06-30 00:00:00.000']],
    ],
    ["SELECT UCASE(Name) || LOCATE('n', Name) AS x FROM People WHERE Key = 1", [['ANN2']]],
    [
      'WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r WHERE x < 3) SELECT x FROM r',
      [[1], [2], [3]],
    ],
    ['SELECT Id FROM Heavy', [[11]]],
    ['SELECT * FROM Twice', [[11, 160]]],
    ['SELECT "The Column" FROM "other.part"."Odd ""name"""', [['v']]],
    ['SELECT 1 AS a, 2 AS a', [[1, 2]]],
    ["SELECT 'it''s; -- no comment' AS t /* nor ; this */", [["it's; -- no comment"]]],
  ])('%s', async (text, expected) => {
    expect(await rows(text)).toEqual(expected)
  })

  test('answers in the formats of selectRows, under the name sql, with types', async () => {
    const text = 'SELECT Key, Name, Born, Score, Active, Score * 2 AS Two FROM People WHERE Key = 1'
    const old = (await sql(text)).json
    expect(old).toMatchObject({
      schemaName: 'lists',
      queryName: 'sql',
      formatVersion: 8.3,
      rowCount: 1,
    })
    const { fields } = old['metaData'] as { fields: { name: string; type: string }[] }
    expect(fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'Key int',
      'Name string',
      'Born date',
      'Score float',
      'Active boolean',
      'Two int',
    ])
    const recent = (await sql(text, { apiVersion: 13.2 })).json
    expect(recent['rows']).toEqual([
      {
        data: {
          Key: { value: 1 },
          Name: { value: 'Ann' },
          Born: { value: '1970-05-31 00:00:00.000' },
          Score: { value: 1.5 },
          Active: { value: true },
          Two: { value: 3 },
        },
      },
    ])
  })

  test('pages, sorts and filters the result', async () => {
    const text = 'SELECT Key, Score FROM People'
    expect(await rows(text, { maxRows: 2, offset: 1 })).toEqual([
      [2, 2],
      [3, null],
    ])
    expect((await sql(text, { maxRows: 2 })).json['rowCount']).toBe(6)
    expect(
      await rows(text, { maxRows: '-1', 'query.sort': '-Key', 'query.Score~gt': 1.5 }),
    ).toEqual([
      [6, 100],
      [5, 2],
      [2, 2],
    ])
    expect((await sql(text, { maxRows: 0, apiVersion: 13.2 })).json).not.toHaveProperty('rows')
  })

  test('GET and forms work, with names on the URL', async () => {
    const text = encodeURIComponent("SELECT Key FROM People WHERE Name = 'bob'")
    const get = await browser.send(`/Lab/query-executeSql.api?schemaName=lists&sql=${text}`)
    expect(get.json['rows']).toEqual([{ Key: 2 }])
    const form = { schemaName: 'LISTS', sql: 'SELECT Key FROM people LIMIT 1' }
    expect((await browser.send('/Lab/query-executeSql.api', { form })).json['rows']).toEqual([
      { Key: 1 },
    ])
  })

  test('WAF-encoded SQL is decoded since 23.9', async () => {
    const text = "SELECT 'Größe 100%' AS t"
    const wafText = `/*{{base64/x-www-form-urlencoded/wafText}}*/${Buffer.from(encodeURIComponent(text)).toString('base64')}`
    expect(await rows(wafText)).toEqual([['Größe 100%']])
    const old = openBrowser(seededServer({ release: '23.2' }))
    await old.logIn('admin')
    const body = { schemaName: 'lists', sql: wafText }
    expect((await old.send('/Lab/query-executeSql.api', { body })).status).toBe(500)
  })

  test.each([
    [
      { schemaName: 'nope', sql: 'SELECT 1' },
      404,
      'The specified schema does not exist',
      'NotFoundException',
    ],
    [
      { schemaName: 'lists' },
      500,
      "No value was supplied for the required parameter 'sql'.",
      'IllegalArgumentException',
    ],
    [{ schemaName: 'lists', sql: 'SELEKT 1' }, 500, /syntax error/, 'QueryParseException'],
    [
      { schemaName: 'lists', sql: 'SELECT nope FROM People' },
      500,
      /no such column: nope/,
      'QueryParseException',
    ],
    [
      { schemaName: 'lists', sql: 'SELECT * FROM Nope' },
      500,
      /no such table: Nope/,
      'QueryParseException',
    ],
    [
      { schemaName: 'lists', sql: 'SELECT 1; SELECT 2' },
      500,
      /one statement/,
      'QueryParseException',
    ],
    [{ schemaName: 'lists', sql: 'SELECT * FROM Loop' }, 500, /circle/, 'QueryParseException'],
  ])('%j is answered %i', async (body, status, exception, exceptionClass) => {
    const answer = await browser.send('/Lab/query-executeSql.api', { body })
    expect([answer.status, answer.json['success']]).toEqual([status, false])
    expect(answer.json['exception']).toMatch(exception)
    expect(answer.json['exceptionClass']).toMatch(exceptionClass)
  })

  test.each([
    'DELETE FROM People',
    'INSERT INTO People (Key) VALUES (9)',
    'UPDATE People SET Name = NULL',
    'DROP TABLE People',
    'CREATE TABLE x (a)',
    "ATTACH DATABASE '/tmp/x' AS y",
    'PRAGMA table_list',
    'SELECT * FROM sqlite_master',
    'SELECT * FROM lists.sqlite_schema',
    "SELECT * FROM pragma_table_info('People')",
    "SELECT load_extension('x')",
    'BEGIN',
    'VACUUM',
  ])('%s is refused', async (text) => {
    const answer = await sql(text)
    expect([answer.status, answer.json['exceptionClass']]).toEqual([
      500,
      'org.labkey.api.query.QueryParseException',
    ])
    expect(await rows('SELECT COUNT(*) FROM People')).toEqual([[6]])
  })

  test('a query without end is stopped, and one that eats memory fails', async () => {
    const endless =
      'WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT MAX(x) FROM r'
    const slow = await sql(endless)
    expect([slow.status, slow.json['exception']]).toEqual([
      500,
      'The query took longer than 300 ms.',
    ])
    for (const hungry of [
      'SELECT zeroblob(2000000000)',
      "WITH RECURSIVE r(x) AS (SELECT 'xxxxxxxx' UNION ALL SELECT x || x FROM r) SELECT length(x) FROM r",
    ]) {
      expect((await sql(hungry)).status).toBe(500)
    }
    expect(await rows('SELECT 1')).toEqual([[1]])
  })

  test('guests need the right to read, and see no other folder', async () => {
    const body = { schemaName: 'lists', sql: 'SELECT COUNT(*) AS n FROM People' }
    expect((await send(server, '/Lab/query-executeSql.api', { body })).status).toBe(401)
    expect((await send(server, '/Public/query-executeSql.api', { body })).json['rows']).toEqual([
      { n: 6 },
    ])
  })
})

describe('what SQL sees', () => {
  test('are the rows of the containers of the filter', async () => {
    const isolated = seededServer({ tables: [people], queries: [] })
    const editor = openBrowser(isolated)
    await editor.logIn('editor')
    await editor.post('/Public/query-insertRows.api', {
      schemaName: 'lists',
      queryName: 'People',
      rows: [{ Key: 7, Name: 'Public only' }],
    })
    const count = async (more: object): Promise<unknown> => {
      const body = { schemaName: 'lists', sql: 'SELECT COUNT(*) AS n FROM People', ...more }
      const { json } = await editor.send('/Lab/query-executeSql.api', { body })
      return (json['rows'] as object[])[0]
    }
    expect(await count({})).toEqual({ n: 6 })
    // The protected folders do not count: nothing was declared.
    expect(await count({ containerFilter: 'AllFolders' })).toEqual({ n: 13 })
  })

  test('are no rows of folders that the caller may not read', async () => {
    const body = {
      schemaName: 'lists',
      sql: 'SELECT COUNT(*) AS n FROM People',
      containerFilter: 'AllFolders',
    }
    const { json } = await send(server, '/Public/query-executeSql.api', { body })
    expect(json['rows']).toEqual([{ n: 6 }])
  })

  test('are the columns up to the declared PHI level', async () => {
    const reader = openBrowser(server)
    await reader.logIn('reader')
    const ask = (text: string): Promise<Answer> =>
      reader.send('/Study/query-executeSql.api', { body: { schemaName: 'lists', sql: text } })
    expect((await ask('SELECT Key FROM People')).status).toBe(403)
    await reader.declare('Limited')
    expect((await ask('SELECT Initials FROM People WHERE Key = 1')).json['rows']).toEqual([
      { Initials: 'A' },
    ])
    for (const text of [
      'SELECT Secret FROM People',
      'SELECT Key FROM People WHERE Born IS NULL',
      'SELECT Key FROM People ORDER BY lists.People.Secret',
      'SELECT Open FROM Secrets',
    ]) {
      const { status, json } = await ask(text)
      expect([text, status, json['exception']]).toEqual([
        text,
        500,
        expect.stringMatching(/no such column/),
      ])
    }
    const { json } = await ask('SELECT * FROM People')
    expect(Object.keys((json['rows'] as object[])[0] ?? {})).toEqual([
      'Key',
      'Name',
      'Initials',
      'Score',
      'Active',
    ])
  })

  test('is recorded with its text and rows', async () => {
    await sql('SELECT Key FROM People WHERE Key < 3')
    expect(server.audit.at(-1)).toMatchObject({
      event: 'SelectQuery',
      sql: 'SELECT Key FROM People WHERE Key < 3',
      schemaName: 'lists',
      rowCount: 2,
    })
  })
})

describe('saved queries', () => {
  const select = (query: string): Promise<Answer> =>
    browser.send(`/Lab/query-selectRows.api?schemaName=lists&${query}`)

  test('take parameters, with defaults, and say what their columns are', async () => {
    const { json } = await select('query.queryName=ByName&query.param.start=a')
    expect(json['rows']).toEqual([
      expect.objectContaining({ Key: 5, Name: 'annabel', Mark: '--Start' }),
    ])
    const { fields, id } = json['metaData'] as {
      id: string
      fields: { caption: string; keyField: boolean }[]
    }
    expect([id, fields[0]?.caption, fields[0]?.keyField]).toEqual(['Key', 'Number', true])
    const least = await select('query.queryName=ByName&query.param.Start=&query.param.Least=6')
    expect((least.json['rows'] as object[]).length).toBe(0)
  })

  test('without a needed parameter, or with one of another type, they fail', async () => {
    const missing = await select('query.queryName=ByName')
    expect([missing.status, missing.json['exception']]).toEqual([
      500,
      expect.stringContaining("'Start'"),
    ])
    expect(
      (await select('query.queryName=ByName&query.param.Start=a&query.param.Least=x')).status,
    ).toBe(400)
  })

  test('that are broken answer 500', async () => {
    const { status, json } = await select('query.queryName=Broken')
    expect([status, json['exceptionClass']]).toEqual([
      500,
      'org.labkey.api.query.QueryParseException',
    ])
  })
})

describe('sql-execute', () => {
  const execute = (body: object): Promise<Answer> => browser.post('/Lab/sql-execute.api', body)
  const text = 'SELECT Key, Name, Score, Active, Born FROM People WHERE Key < 3'
  const born = ['1970-05-31 00:00:00.000', '1980-01-01 08:30:00.000']

  test('answers plain text with the separators that were asked for', async () => {
    const answer = await execute({ schema: 'lists', sql: text, sep: '|', eol: '\n' })
    expect(answer.headers.get('Content-Type')).toBe('text/plain;charset=utf-8')
    expect(answer.text).toBe(
      '18.2|name|jdbcType\nKey|Name|Score|Active|Born\nINTEGER|VARCHAR|DOUBLE|BOOLEAN|TIMESTAMP\n' +
        `1|Ann|1.5|true|${born[0]}\n2|bob|2|false|${born[1]}\n`,
    )
  })

  test('separates records by TAB by default, compact by control characters', async () => {
    const one = { schemaName: 'lists', sql: 'SELECT 1 AS a, NULL AS b' }
    expect((await execute(one)).text).toBe('18.2\tname\tjdbcType\ta\tb\tINTEGER\tVARCHAR\t1\t\t')
    expect((await execute({ ...one, compact: true })).text).toBe(
      '18.2\u001fname\u001fjdbcType\u001ea\u001fb\u001eINTEGER\u001fVARCHAR\u001e1\u001f\u001e',
    )
  })

  test('takes parameters as an object or as form fields', async () => {
    const asked = {
      schema: 'lists',
      sql: 'PARAMETERS (K INTEGER) SELECT Name FROM People WHERE Key = K',
      eol: '\n',
    }
    expect((await execute({ ...asked, parameters: { K: 2 } })).text).toMatch(/\nbob\n$/)
    const form = { ...asked, 'parameters.K': '1' }
    expect((await browser.send('/Lab/sql-execute.view', { form })).text).toMatch(/\nAnn\n$/)
  })

  test.each([
    [{ schema: 'nope', sql: 'SELECT 1' }, 'schema not found: nope'],
    [{ schema: 'lists' }, 'no sql provided'],
    [{ schema: 'lists', sql: 'SELECT nope' }, /no such column/],
  ])('%j is answered 400', async (body, exception) => {
    const { status, json } = await execute(body)
    expect([status, json['success']]).toEqual([400, false])
    expect(json['exception']).toMatch(exception)
  })
})
