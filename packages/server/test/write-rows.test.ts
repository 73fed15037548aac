import { beforeEach, describe, expect, test } from 'vitest'

import type { Server } from '@wellkey/server'

import { openBrowser, send } from './browser.ts'
import type { Answer, Browser } from './browser.ts'
import { people, seededServer, visits } from './seed.ts'

let server: Server
let editor: Browser

beforeEach(async () => {
  server = seededServer({
    tables: [
      people,
      visits,
      {
        name: 'Counted',
        columns: [
          { name: 'Id', type: 'int', key: true, autoIncrement: true },
          { name: 'Name', type: 'string', required: true },
          { name: 'When', type: 'date' },
        ],
        rows: [{ Id: 7, Name: 'seven' }],
      },
      {
        name: 'Pairs',
        columns: [
          { name: 'A', type: 'int', key: true },
          { name: 'B', type: 'string', key: true },
          { name: 'Note', type: 'string' },
        ],
        rows: [{ A: 1, B: 'x', Note: 'first' }],
      },
      { name: 'Loose', columns: [{ name: 'Text', type: 'string' }], rows: [{ Text: 'a' }] },
      {
        name: 'Made',
        columns: [{ name: 'N', type: 'int', key: true }],
        rows: () => [{ N: 1 }, { N: 2 }],
      },
    ],
  })
  editor = openBrowser(server)
  await editor.logIn('editor')
})

function post(action: string, body: object, container = '/Lab'): Promise<Answer> {
  return editor.post(`${container}/query-${action}.api`, body)
}

async function rowsOf(queryName: string, container = '/Lab', columns = '*'): Promise<unknown[]> {
  const { json } = await editor.send(
    `${container}/query-selectRows.api?schemaName=lists&query.queryName=${queryName}&apiVersion=13.2&query.columns=${columns}`,
  )
  const rows = json['rows'] as { data: Record<string, { value: unknown }> }[]
  return rows.map(({ data }) =>
    Object.fromEntries(Object.entries(data).map(([name, { value }]) => [name, value])),
  )
}

const lists = { schemaName: 'lists' }
const counted = { ...lists, queryName: 'Counted' }
const when = '2024-05-31 08:30:00.000'

describe('insertRows', () => {
  test('answers what is there now, with numbers it gave itself, and other containers stay as they were', async () => {
    const { status, json } = await post('insertRows', {
      ...counted,
      rows: [
        { name: 'eight', When: '2024-05-31 08:30', Stray: 1 },
        { Id: 20, Name: 'twenty' },
      ],
    })
    expect([status, json]).toEqual([
      200,
      {
        ...counted,
        command: 'insert',
        containerPath: '/Lab',
        rows: [
          { Id: 8, Name: 'eight', When: when },
          { Id: 20, Name: 'twenty', When: null },
        ],
        rowsAffected: 2,
      },
    ])
    expect(await rowsOf('Counted')).toEqual([
      { Id: 7, Name: 'seven', When: null },
      { Id: 8, Name: 'eight', When: when },
      { Id: 20, Name: 'twenty', When: null },
    ])
    expect(await rowsOf('Counted', '/Public')).toEqual([{ Id: 7, Name: 'seven', When: null }])
  })

  test.each([
    ['JavaScript', new Date(2024, 4, 31, 8, 30).toISOString()],
    ['Java', '31 May 2024 08:30:00 +0000'],
    ['a number', new Date(2024, 4, 31, 8, 30).getTime()],
    ['slashes', '2024/05/31 08:30'],
  ])('reads a date as %s writes it', async (who, value) => {
    const { json } = await post('insertRows', { ...counted, rows: [{ Name: 'x', When: value }] })
    const expected =
      who === 'Java' ? Date.parse('2024-05-31T08:30:00Z') : new Date(2024, 4, 31, 8, 30).getTime()
    const [row] = json['rows'] as { When: string }[]
    expect(new Date((row?.When ?? '').replace(' ', 'T')).getTime()).toBe(expected)
  })

  test.each([
    [{ Id: 'x', Name: 'a' }, 'Id', /Could not convert value 'x' \(String\) for Integer field 'Id'/],
    [{ Id: 1.5, Name: 'a' }, 'Id', /'1.5' \(Double\) for Integer/],
    [{ Id: true, Name: 'a' }, 'Id', /'true' \(Boolean\) for Integer/],
    [{ Id: 1, Name: { a: 1 } }, 'Name', /\(JSONObject\) for String field 'Name'/],
    [{ Id: 1, Name: 'a', When: 'soon' }, 'When', /for Timestamp field 'When'/],
    [{ Id: 7, Name: 'a' }, null, /Duplicate key provided: 7/],
  ])('%j is refused with 400 and one error, and nothing is kept', async (row, field, words) => {
    const { status, json } = await post('insertRows', { ...counted, rows: [{ Name: 'ok' }, row] })
    expect([status, json['success'], json['errors']]).toEqual([
      400,
      false,
      [expect.objectContaining({ field, id: field, msg: expect.stringMatching(words) as string })],
    ])
    expect(json).not.toHaveProperty('exceptionClass')
    expect(await rowsOf('Counted')).toHaveLength(1)
  })

  test('without required values: 400 with every bad row, 200 from version 13.2 on; nothing is kept', async () => {
    const rows = [{ Id: 1 }, { Id: 2, Name: 'ok' }, { Id: 3, Name: null }]
    const message = 'Missing value for required property: Name'
    const errors = [1, 3].map((rowNumber) => ({
      exception: message,
      ...counted,
      row: rows[rowNumber - 1],
      rowNumber,
      errors: [{ id: 'Name', field: 'Name', msg: message, message }],
    }))
    const old = await post('insertRows', { ...counted, rows })
    expect([old.status, old.json]).toEqual([
      400,
      { success: false, exception: message, errorCount: 2, extraContext: {}, errors },
    ])
    const recent = await post('insertRows', { ...counted, rows, apiVersion: 13.2 })
    expect([recent.status, recent.json]).toEqual([
      200,
      {
        ...counted,
        command: 'insert',
        containerPath: '/Lab',
        rowsAffected: 3,
        errors: { exception: message, errorCount: 2, extraContext: {}, errors },
      },
    ])
    expect(await rowsOf('Counted')).toHaveLength(1)
  })

  test('transacted: false keeps the rows before the bad one', async () => {
    const rows = [
      { Id: 1, Name: 'kept' },
      { Id: 7, Name: 'twice' },
      { Id: 2, Name: 'never' },
    ]
    expect((await post('insertRows', { ...counted, rows, transacted: false })).status).toBe(400)
    expect(await rowsOf('Counted', '/Lab', 'Id')).toEqual([{ Id: 7 }, { Id: 1 }])
  })

  test('skipReselectRows tells what was sent, with the key', async () => {
    const { json } = await post('insertRows', {
      ...counted,
      rows: [{ Name: 'x', When: '2024-05-31' }],
      skipReselectRows: true,
    })
    expect(json['rows']).toEqual([{ Id: 8, Name: 'x', When: '2024-05-31' }])
  })

  test('a table without a key takes rows, and updates none', async () => {
    const loose = { ...lists, queryName: 'Loose', rows: [{ Text: 'a' }, { Text: 'a' }] }
    expect((await post('insertRows', loose)).status).toBe(200)
    expect(await rowsOf('Loose')).toHaveLength(3)
    const update = await post('updateRows', loose)
    expect([update.status, update.json['exception']]).toEqual([
      500,
      "The table 'lists.Loose' cannot be updated because it has no primary key defined!",
    ])
  })

  test('containerPath writes elsewhere, where the right is needed, too', async () => {
    const body = { ...counted, containerPath: '/Public', rows: [{ Id: 1, Name: 'there' }] }
    const { json } = await post('insertRows', body)
    expect(json['containerPath']).toBe('/Public')
    expect(await rowsOf('Counted', '/Public')).toHaveLength(2)
    expect(await rowsOf('Counted')).toHaveLength(1)
    const { status, json: unknown } = await post('insertRows', { ...body, containerPath: '/Nope' })
    expect([status, unknown['exception']]).toEqual([500, 'Unknown container: /Nope'])
    const protectedOne = await post('insertRows', { ...body, containerPath: '/Study' })
    expect([protectedOne.status, protectedOne.json['exception']]).toEqual([
      403,
      expect.stringContaining('terms of use'),
    ])
  })

  test('in multipart the document stands in the field json', async () => {
    const form = new FormData()
    form.set('json', JSON.stringify({ ...counted, rows: [{ Name: 'm' }] }))
    const csrf = editor.cookies.get('X-LABKEY-CSRF') ?? ''
    const cookie = [...editor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await server.fetch(
      new Request('http://labkey.test/Lab/query-insertRows.api', {
        method: 'POST',
        body: form,
        headers: { Cookie: cookie, 'X-LABKEY-CSRF': csrf },
      }),
    )
    expect(((await response.json()) as { rowsAffected: number }).rowsAffected).toBe(1)
  })
})

describe('updateRows', () => {
  test('changes what was sent and nothing else', async () => {
    const { json } = await post('updateRows', {
      ...lists,
      queryName: 'People',
      rows: [{ KEY: '2', name: 'Rob' }],
    })
    expect(json['rows']).toEqual([
      expect.objectContaining({
        Key: 2,
        Name: 'Rob',
        Initials: 'B',
        Born: '1980-01-01 08:30:00.000',
      }),
    ])
    expect(await rowsOf('People', '/Lab', 'Key')).toEqual(
      [1, 2, 3, 4, 5, 6].map((Key) => ({ Key })),
    )
  })

  test('a composite key finds its row', async () => {
    const { json } = await post('updateRows', {
      ...lists,
      queryName: 'Pairs',
      rows: [{ A: 1, B: 'x', Note: 'n' }],
    })
    expect(json['rows']).toEqual([{ A: 1, B: 'x', Note: 'n' }])
  })

  test.each([
    [
      { Name: 'x' },
      500,
      "Value for key field 'Id' was null or not supplied!",
      'org.labkey.api.query.InvalidKeyException',
    ],
    [
      { Id: null, Name: 'x' },
      500,
      "Value for key field 'Id' was null or not supplied!",
      'org.labkey.api.query.InvalidKeyException',
    ],
    [
      { Id: 99, Name: 'x' },
      404,
      'The existing row was not found.',
      'org.labkey.api.view.NotFoundException',
    ],
    [{ Id: 7, Name: '' }, 400, 'Missing value for required property: Name', undefined],
  ])('%j is answered %i', async (row, status, exception, exceptionClass) => {
    const answer = await post('updateRows', { ...counted, rows: [{ Id: 7, Name: 'changed' }, row] })
    expect([answer.status, answer.json['exception'], answer.json['exceptionClass']]).toEqual([
      status,
      exception,
      exceptionClass,
    ])
    expect(await rowsOf('Counted')).toEqual([{ Id: 7, Name: 'seven', When: null }])
  })
})

describe('deleteRows', () => {
  test('tells the rows that were there; a key that was not is no error', async () => {
    for (const action of ['deleteRows', 'delRows']) {
      const rows = [{ Key: action === 'delRows' ? 4 : 3 }, { Key: 99 }]
      const { status, json } = await post(action, { ...lists, queryName: 'People', rows })
      expect([status, json['rowsAffected'], (json['rows'] as object[]).length]).toEqual([200, 2, 1])
    }
    expect(await rowsOf('People', '/Lab', 'Key')).toEqual([1, 2, 5, 6].map((Key) => ({ Key })))
  })
})

describe('importRows, truncateTable, moveRows', () => {
  test('importRows tells no rows', async () => {
    const { json } = await post('importRows', { ...counted, rows: [{ Name: 'i' }] })
    expect(json).toEqual({
      ...counted,
      command: 'importRows',
      containerPath: '/Lab',
      rowsAffected: 1,
    })
  })

  test('truncateTable is for administrators', async () => {
    expect((await post('truncateTable', counted)).status).toBe(403)
    const admin = openBrowser(server)
    await admin.logIn('admin')
    const { json } = await admin.post('/Lab/query-truncateTable.api', counted)
    expect(json).toEqual({ success: true, ...counted, deletedRows: 1 })
    expect(await rowsOf('Counted')).toEqual([])
  })

  test('moveRows moves, all or none', async () => {
    const body = {
      ...lists,
      queryName: 'People',
      targetContainerPath: '/Public',
      rows: [{ Key: 1 }, { Key: 99 }],
    }
    const clash = await post('moveRows', body)
    expect([clash.status, clash.json['exception']]).toEqual([400, 'Duplicate key provided: 1'])
    expect(await rowsOf('People', '/Lab', 'Key')).toHaveLength(6)
    await post('deleteRows', { ...lists, queryName: 'People', rows: [{ Key: 1 }] }, '/Public')
    const { json } = await post('moveRows', body)
    expect(json).toMatchObject({
      success: true,
      command: 'moveRows',
      containerPath: '/Public',
      updateCounts: { rows: 1 },
    })
    expect(await rowsOf('People', '/Lab', 'Key')).toHaveLength(5)
    expect(await rowsOf('People', '/Public', 'Key')).toHaveLength(6)
  })

  test('before 24.1 there is no moveRows', async () => {
    const old = seededServer({ release: '23.2' })
    const browser = openBrowser(old)
    await browser.logIn('editor')
    const answer = await browser.post('/Lab/query-moveRows.api', {})
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([
      404,
      'text/html;charset=utf-8',
    ])
  })
})

describe('saveRows', () => {
  const insert = (row: object): object => ({ command: 'insert', ...counted, rows: [row] })

  test('does all commands or none', async () => {
    const { json } = await post('saveRows', {
      commands: [
        insert({ Id: 1, Name: 'one' }),
        { command: 'update', ...counted, rows: [{ Id: 1, Name: 'uno' }] },
        { command: 'delete', ...counted, rows: [{ Id: 7 }] },
        {
          command: 'updateChangingKeys',
          ...lists,
          queryName: 'Pairs',
          rows: [{ values: { A: 2, B: 'y' }, oldKeys: { A: 1, B: 'x' } }],
        },
        {
          command: 'insertWithKeys',
          ...counted,
          rows: [{ values: { Name: 'k' }, oldKeys: { temp: -1 } }],
        },
      ],
    })
    expect(json).toMatchObject({ committed: true, errorCount: 0 })
    expect(
      (json['result'] as { command: string; rows: unknown }[]).map(({ rows }) => rows),
    ).toEqual([
      [{ Id: 1, Name: 'one', When: null }],
      [{ Id: 1, Name: 'uno', When: null }],
      [{ Id: 7, Name: 'seven', When: null }],
      [{ values: { A: 2, B: 'y', Note: 'first' }, oldKeys: { A: 1, B: 'x' } }],
      [{ values: { Id: 2, Name: 'k', When: null }, oldKeys: { temp: -1 } }],
    ])
    expect(await rowsOf('Pairs')).toEqual([{ A: 2, B: 'y', Note: 'first' }])
  })

  test('a failing command takes back the others: 400, or 200 from version 13.2 on', async () => {
    const commands = [
      insert({ Id: 1, Name: 'one' }),
      insert({ Id: 2 }),
      insert({ Id: 3, Name: 'x' }),
    ]
    expect((await post('saveRows', { commands })).status).toBe(400)
    const { status, json } = await post('saveRows', { commands, apiVersion: 13.2 })
    expect([status, json['committed'], json['errorCount']]).toEqual([200, false, 1])
    expect(json['result']).toEqual([
      expect.objectContaining({ rowsAffected: 1 }),
      expect.objectContaining({ errors: expect.objectContaining({ errorCount: 1 }) as object }),
    ])
    expect(await rowsOf('Counted')).toHaveLength(1)
  })

  test('transacted: false keeps each command that went well', async () => {
    const commands = [insert({ Id: 1, Name: 'one' }), insert({ Id: 2 })]
    const { json } = await post('saveRows', { commands, transacted: false, apiVersion: 13.2 })
    expect([json['committed'], json['errorCount']]).toEqual([false, 1])
    expect(await rowsOf('Counted')).toHaveLength(2)
  })

  test('validateOnly takes everything back', async () => {
    const { json } = await post('saveRows', {
      commands: [insert({ Name: 'x' })],
      validateOnly: true,
    })
    expect([json['committed'], json['errorCount']]).toEqual([false, 0])
    expect(await rowsOf('Counted')).toHaveLength(1)
  })

  test('no commands are 404', async () => {
    const { status, json } = await post('saveRows', { commands: [] })
    expect([status, json['exception']]).toEqual([404, 'Empty request'])
  })
})

describe('refusals', () => {
  const row = { rows: [{ Id: 1, Name: 'x' }] }
  test.each([
    [{ ...counted }, 400, "No 'rows' array supplied."],
    [{ ...counted, rows: [] }, 400, "No 'rows' array supplied."],
    [{ ...counted, rows: [1] }, 500, 'rows[0] is not an object.'],
    [{ queryName: 'Counted', ...row }, 500, 'JSONObject["schemaName"] not found.'],
    [{ schemaName: 'lists', ...row }, 500, 'JSONObject["queryName"] not found.'],
    [{ schemaName: 'x', queryName: 'q', ...row }, 500, "The schema 'x' does not exist."],
    [
      { ...lists, queryName: 'q', ...row },
      500,
      "The query 'q' in the schema 'lists' does not exist.",
    ],
    [
      { ...lists, queryName: 'Made', ...row },
      500,
      "The query 'Made' in the schema 'lists' is not updatable via the HTTP-based APIs.",
    ],
  ])('%j is answered %i', async (body, status, exception) => {
    const answer = await post('insertRows', body)
    expect([answer.status, answer.json['success'], answer.json['exception']]).toEqual([
      status,
      false,
      exception,
    ])
    if (status === 500) expect(answer.json).toHaveProperty('exceptionClass')
  })

  test.each(['insertRows', 'updateRows', 'deleteRows', 'importRows'])(
    '%s needs POST, a token and the right',
    async (action) => {
      const body = { ...counted, rows: [{ Id: 7, Name: 'x' }] }
      const path = `/Lab/query-${action}.api`
      expect((await editor.send(path)).status).toBe(405)
      const noToken = await editor.send(path, { body, headers: { 'X-LABKEY-CSRF': '' } })
      expect(noToken.status).toBe(401)
      const reader = openBrowser(server)
      await reader.logIn('reader')
      expect((await reader.post(path, body)).status).toBe(403)
      const token = 'ab'.repeat(32)
      const guest = await send(server, `/Public/query-${action}.api`, {
        body,
        headers: { Cookie: `X-LABKEY-CSRF=${token}`, 'X-LABKEY-CSRF': token },
      })
      expect(guest.status).toBe(401)
      expect(await rowsOf('Counted')).toHaveLength(1)
    },
  )
})

describe('PHI and audit', () => {
  test('columns above the declared level are neither told nor changed', async () => {
    await editor.declare('Limited')
    const rows = [{ Key: 1, Name: 'New', Secret: 'changed', Born: '2000-01-01' }]
    const { json } = await post('updateRows', { ...lists, queryName: 'People', rows }, '/Study')
    expect(Object.keys((json['rows'] as object[])[0] ?? {})).not.toContain('Secret')
    await editor.declare('Restricted')
    const [row] = await rowsOf('People', '/Study')
    expect(row).toMatchObject({ Name: 'New', Secret: 's1', Born: '1970-05-31 00:00:00.000' })
  })

  test('each change is recorded, one that fails is not, and without a record nothing changes', async () => {
    await post('insertRows', { ...counted, rows: [{ Name: 'a' }], auditUserComment: 'why' })
    await post('insertRows', { ...counted, rows: [{ Id: 7, Name: 'a' }] })
    const records = server.audit.filter(({ event }) => event === 'QueryUpdateAuditEvent')
    expect(records).toEqual([
      expect.objectContaining({ queryName: 'Counted', rowCount: 1, comment: 'insert: why' }),
    ])
    let isFull = false
    const strict = seededServer({
      auditSink: () => {
        if (isFull) throw new Error('full')
      },
    })
    const browser = openBrowser(strict)
    await browser.logIn('editor')
    isFull = true
    const body = { ...lists, queryName: 'People', rows: [{ Key: 1 }] }
    expect((await browser.post('/Lab/query-deleteRows.api', body)).status).toBe(503)
    isFull = false
    const { json } = await browser.send(
      '/Lab/query-selectRows.api?schemaName=lists&query.queryName=People',
    )
    expect(json['rowCount']).toBe(6)
  })

  test('reset brings the seed back', async () => {
    await post('deleteRows', { ...lists, queryName: 'People', rows: [{ Key: 1 }] })
    server.reset()
    editor = openBrowser(server)
    await editor.logIn('editor')
    expect(await rowsOf('People')).toHaveLength(6)
  })
})
