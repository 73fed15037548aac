// Imports, exports and the edges of writes, against a server that answers in LabKey's forms (contract 4.7, 4.9).
import { Readable } from 'node:stream'
import {
  createClient,
  fromValue,
  LabKeyNotFoundError,
  LabKeyOptionsError,
  LabKeyQueryError,
  LabKeyValidationError,
} from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import {
  rejection,
  sampleKey,
  startServer,
  stillClock,
  type Answerer,
  type Recorded,
} from '../recording-server.ts'

const patients = { schemaName: 'lists', queryName: 'Patients' }

async function answering(answer: Answerer) {
  const server = await startServer(answer)
  const clock = stillClock()
  const options = { baseUrl: server.url, credentials: fromValue(sampleKey), timing: clock.timing }
  return { server, clock, labkey: createClient(options) }
}

/** The fields of a form as they were sent. */
async function fieldsOf(request: Recorded | undefined) {
  const headers = { 'content-type': request?.headers['content-type'] ?? '' }
  const form = await new Response(request?.body ?? '', { headers }).formData()
  return Object.fromEntries(
    await Promise.all(
      [...form].map(
        async ([name, value]) =>
          [name, typeof value === 'string' ? value : [value.name, await value.text()]] as const,
      ),
    ),
  )
}

describe('importData()', () => {
  test.each([
    ['a text', { text: 'A\tB\n1\t2' }, { text: 'A\tB\n1\t2', format: 'tsv' }],
    ['CSV', { text: 'A,B', format: 'csv' as const }, { text: 'A,B', format: 'csv' }],
    ['a path', { path: 'x/y.tsv' }, { path: 'x/y.tsv' }],
    ['a resource', { module: 'm', moduleResource: 'r' }, { module: 'm', moduleResource: 'r' }],
    ['a file', { file: { filename: 'a.tsv', content: 'A\n1' } }, { file: ['a.tsv', 'A\n1'] }],
    [
      'a stream',
      {
        file: {
          filename: '/tmp/a.tsv',
          content: Readable.from([Buffer.from('A\n'), Buffer.from('1')]),
        },
      },
      { file: ['a.tsv', 'A\n1'] },
    ],
  ])('sends %s as a form', async (_name, source, sent) => {
    const { labkey, server } = await answering(() => ({ body: { success: true, rowCount: 3 } }))
    const options = { ...patients, source, insertOption: 'MERGE', importIdentity: true } as const
    expect(await labkey.query.importData(options)).toEqual({ rowCount: 3 })
    const [request] = server.requests
    expect(request?.path).toBe('/query-import.api')
    expect(request?.headers['x-requested-with']).toBe('XMLHttpRequest')
    expect(await fieldsOf(request)).toEqual({
      ...patients,
      insertOption: 'MERGE',
      importIdentity: 'true',
      ...sent,
    })
  })

  test('a refusal with status 200 names its fields, and nothing is sent again', async () => {
    const { labkey, server } = await answering(() => ({
      body: {
        success: false,
        exception: 'Bad data',
        errors: { Age: 'not a number', _form: 'row 3' },
      },
    }))
    const error = await rejection(
      labkey.query.importData({ ...patients, source: { text: 'Age\nx' } }),
    )
    expect(error).toBeInstanceOf(LabKeyValidationError)
    expect((error as LabKeyValidationError).rowErrors).toEqual([
      { field: 'Age', message: 'not a number' },
      { message: 'row 3' },
    ])
    expect(server.requests).toHaveLength(1)
  })

  test.each([
    ['nothing', {}],
    ['two sources', { text: 'a', path: 'b' }],
    ['no text', { text: 7 }],
    ['a resource without its module', { moduleResource: 'r' }],
    ['a file without content', { file: { filename: 'a' } }],
    ['another format', { text: 'a', format: 'xml' }],
  ])('refuses %s', async (_name, source) => {
    const { labkey, server } = await answering(() => ({ body: {} }))
    const error = await rejection(labkey.query.importData({ ...patients, source } as never))
    expect(error).toBeInstanceOf(LabKeyOptionsError)
    expect(server.requests).toHaveLength(0)
  })

  const job = (Status: string) => ({
    body: { metaData: {}, rows: [{ RowId: 7, Status, Info: 'x' }], rowCount: 1 },
  })

  test('one that the server works on later is waited for', async () => {
    const states = ['WAITING', 'IMPORT RUNNING', 'COMPLETE']
    const { labkey, server, clock } = await answering(({ path }, count) =>
      path.includes('query-import')
        ? { body: { success: true, jobId: 7 } }
        : job(states[count - 2] ?? ''),
    )
    const { jobId, rowCount } = await labkey.query.importData({
      ...patients,
      source: { text: 'A\n1' },
      useAsync: true,
    })
    expect([jobId, rowCount]).toEqual(['7', 0])
    const done = await labkey.query.waitForImport({ jobId: jobId ?? '' })
    expect(done).toEqual({ jobId: '7', status: 'COMPLETE', info: 'x' })
    expect(clock.sleeps).toEqual([2000, 2000])
    expect(new URLSearchParams(server.requests[1]?.body).get('query.RowId~eq')).toBe('7')
  })

  test.each(['ERROR', 'CANCELLED'])('a job that ends with %s is an error', async (status) => {
    const { labkey } = await answering(() => job(status))
    const error = await rejection(labkey.query.waitForImport({ jobId: '7' }))
    expect(error).toBeInstanceOf(LabKeyQueryError)
    expect((error as Error).message).toContain(status)
  })

  test('a job that is not there, or takes too long, is an error', async () => {
    const { labkey } = await answering(() => ({ body: { metaData: {}, rows: [], rowCount: 0 } }))
    expect(await rejection(labkey.query.waitForImport({ jobId: '7' }))).toBeInstanceOf(
      LabKeyNotFoundError,
    )
    const { labkey: slow, clock } = await answering(() => job('RUNNING'))
    const error = await rejection(
      slow.query.waitForImport({ jobId: '7', pollMs: 100, waitMs: 250 }),
    )
    expect(error).toMatchObject({ code: 'ERR_LABKEY_TIMEOUT' })
    expect(clock.sleeps).toEqual([100, 100])
  })
})

describe('exportRows() and exportSql()', () => {
  const bytes = Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0xff, 0xfe])

  async function all(body: AsyncIterable<Uint8Array>) {
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  test('a workbook arrives byte by byte as it is', async () => {
    const headers = {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="../x/Patients.xlsx"`,
    }
    const { labkey, server } = await answering(() => ({ body: bytes, headers }))
    const file = await labkey.query.exportRows({ ...patients, format: 'xlsx', columns: ['A'] })
    expect(file.fileName).toBe('Patients.xlsx')
    expect(file.contentType).toContain('spreadsheetml')
    expect(await all(file.body)).toEqual(bytes)
    expect(server.requests[0]?.path).toBe('/query-exportRowsXLSX.api')
    expect(new URLSearchParams(server.requests[0]?.body).get('query.columns')).toBe('A')
  })

  test('a text takes its separators', async () => {
    const headers = {
      'content-type': 'text/tab-separated-values',
      'content-disposition': `attachment; filename*=UTF-8''%C3%A9.tsv`,
    }
    const { labkey, server } = await answering(() => ({ body: 'A;B\n', headers }))
    const { body, fileName } = await labkey.query.exportRows({
      ...patients,
      delimiter: 'SEMICOLON',
      quote: 'SINGLE',
      headerType: 'Name',
      excludeColumns: ['C', ['a/b', 'c']],
    })
    expect(fileName).toBe('é.tsv')
    expect(String(await all(body))).toBe('A;B\n')
    const form = new URLSearchParams(server.requests[0]?.body)
    expect([form.get('delim'), form.get('quote'), form.get('headerType')]).toEqual([
      'SEMICOLON',
      'SINGLE',
      'Name',
    ])
    expect(form.getAll('excludeColumn')).toEqual(['C', 'a$Sb/c'])
  })

  test('SQL is exported, encoded', async () => {
    const { labkey, server } = await answering(() => ({
      body: 'A\n1\n',
      headers: { 'content-type': 'text/plain' },
    }))
    const { body } = await labkey.query.exportSql({ schemaName: 'lists', sql: 'SELECT 1 AS A' })
    expect(String(await all(body))).toBe('A\n1\n')
    const form = new URLSearchParams(server.requests[0]?.body)
    expect(form.get('format')).toBe('tsv')
    expect(form.get('sql')).toMatch(/^\/\*\{\{base64/)
  })

  test('a failure in place of a file is an error', async () => {
    const { labkey } = await answering(() => ({
      body: { success: false, exception: 'no such query' },
    }))
    const error = await rejection(labkey.query.exportRows(patients))
    expect(error).toMatchObject({ code: 'ERR_LABKEY_QUERY', serverMessage: 'no such query' })
  })
})

describe('rows to send', () => {
  test.each([
    ['a Date', { a: new Date(0) }],
    ['NaN', { a: Number.NaN }],
    ['Infinity', { a: -Infinity }],
    ['a bigint', { a: 1n }],
    ['a function', { a: () => 1 }],
    ['no object', 'a'],
    ['null', null],
  ])('%s would turn into something else: it is refused', async (_name, row) => {
    const { labkey, server } = await answering(() => ({ body: {} }))
    const insert = (rows: unknown) => labkey.query.insertRows({ ...patients, rows: rows as never })
    expect(await rejection(insert([row]))).toBeInstanceOf(LabKeyOptionsError)
    expect(server.requests).toHaveLength(0)
    const save = labkey.query.saveRows({
      commands: [{ command: 'insert', ...patients, rows: [row as never] }],
    })
    expect(await rejection(save)).toBeInstanceOf(LabKeyOptionsError)
    expect(server.requests).toHaveLength(0)
  })

  test.each([
    ['an empty array', []],
    ['a text', 'abc'],
    ['nothing', undefined],
  ])('refuses %s', async (_name, rows) => {
    const { labkey, server } = await answering(() => ({ body: {} }))
    const error = await rejection(labkey.query.insertRows({ ...patients, rows: rows as never }))
    expect(error).toBeInstanceOf(LabKeyOptionsError)
    expect(server.requests).toHaveLength(0)
  })

  test('a document says what LabKey is to do with them', async () => {
    const { labkey, server } = await answering(() => ({
      body: { command: 'insert', rowsAffected: 1, rows: [], transactionAuditId: 5 },
    }))
    const result = await labkey.query.insertRows({
      ...patients,
      rows: new Set([{ a: 1, b: undefined, c: [1, 2] }]),
      transacted: false,
      extraContext: { x: 1 },
      auditBehavior: 'DETAILED',
      auditUserComment: 'why',
      skipReselectRows: true,
    })
    expect(result.transactionAuditId).toBe(5)
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      ...patients,
      transacted: false,
      extraContext: { x: 1 },
      auditBehavior: 'DETAILED',
      auditUserComment: 'why',
      skipReselectRows: true,
      rows: [{ a: 1, c: [1, 2] }],
    })
  })

  test('what the rows themselves throw while they are sent is told', async () => {
    const { labkey } = await answering(() => ({
      body: { command: 'insert', rowsAffected: 1, rows: [] },
    }))
    function* rows() {
      yield { a: 1 }
      throw new Error('my own')
    }
    const error = await rejection(labkey.query.insertRows({ ...patients, rows: rows() }))
    expect(error).toBeInstanceOf(Error)
    expect(String((error as Error).message)).toContain('my own')
  })

  test('errors that come with status 200 inside of a command are errors', async () => {
    const errors = {
      errors: [{ errors: [{ field: 'A', message: 'wrong' }], rowNumber: 1 }],
      errorCount: 1,
    }
    const result = [{ command: 'insert', rowsAffected: 1, errors }]
    const { labkey } = await answering(() => ({
      body: { result, committed: false, errorCount: 1 },
    }))
    const error = await rejection(
      labkey.query.saveRows({ commands: [{ command: 'insert', ...patients, rows: [{ A: 1 }] }] }),
    )
    expect((error as LabKeyValidationError).rowErrors).toEqual([
      { rowNumber: 1, field: 'A', message: 'wrong' },
    ])
  })

  test('moveRows() says where to', async () => {
    const { labkey, server } = await answering(() => ({
      body: { success: true, containerPath: '/b', updateCounts: { sampleSources: 2 } },
    }))
    const moved = await labkey.query.moveRows({
      ...patients,
      rows: [{ RowId: 1 }],
      targetContainer: '/b',
    })
    expect(moved).toMatchObject({ command: 'moveRows', updateCounts: { sampleSources: 2 } })
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ targetContainerPath: '/b' })
  })
})
