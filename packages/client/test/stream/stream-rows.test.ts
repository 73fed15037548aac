// Rows that arrive bit by bit over a real socket.
import type { ServerResponse } from 'node:http'
import {
  createClient,
  fromValue,
  LabKeyDecodeError,
  LabKeyNetworkError,
  LabKeyNotFoundError,
  LabKeyOptionsError,
  LabKeyQueryError,
  type ExtendedRow,
  type LabKeyError,
  type QueryRow,
  type RowStream,
} from '@wellkey/client'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { onePatient, rejection, sampleKey, startServer, stillClock } from '../recording-server.ts'

const lists = { schemaName: 'lists', queryName: 'Patients' }
const head =
  '{"schemaName":"lists","queryName":"Patients","metaData":{"fields":[{"name":"A","type":"int","keyField":true}]},"rows":['
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A client of a server that writes its answer by hand. */
async function serving(write: (response: ServerResponse, count: number) => unknown) {
  const server = await startServer((_request, count, response) => {
    void write(response, count)
    return undefined
  })
  const options = {
    baseUrl: server.url,
    credentials: fromValue(sampleKey),
    timing: stillClock().timing,
  }
  return { server, labkey: createClient(options) }
}

async function collect<Row>(stream: RowStream<Row>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const row of stream) rows.push(row)
  return rows
}

describe('streamRows()', () => {
  test('asks as selectRows() does', async () => {
    const server = await startServer(() => ({ body: onePatient }))
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    const options = { ...lists, columns: ['a'], maxRows: 3, sort: '-a', container: '/x' }
    await labkey.query.selectRows(options)
    const rows = await collect(labkey.query.streamRows(options))
    expect(rows).toEqual([{ PatientId: 'P-1' }])
    const [one, other] = server.requests
    expect(other?.body).toBe(one?.body)
    expect(other?.path).toBe(one?.path)
    expect(other?.headers.authorization).toBe(one?.headers.authorization)
  })

  test('sends nothing before somebody asks, and nothing at all for a wrong option', async () => {
    const server = await startServer(() => ({ body: onePatient }))
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    labkey.query.streamRows(lists)
    await later(20)
    expect(server.requests).toHaveLength(0)
    const wrong = { ...lists, maxRows: -2 }
    for (const ask of ['next', 'metadata'] as const) {
      const error = await rejection(labkey.query.streamRows(wrong)[ask]())
      expect(error).toBeInstanceOf(LabKeyOptionsError)
    }
    expect(server.requests).toHaveLength(0)
  })

  test('asks for what the options were when it was called', async () => {
    const server = await startServer(({ path }) => ({
      body: path.includes('getQueryDetails')
        ? { name: 'Patients', columns: [{ name: 'PatientId', keyField: true }] }
        : onePatient,
    }))
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    const options = { ...lists, maxRows: 7 }
    const whole = labkey.query.selectRows(options)
    const stream = labkey.query.streamRows(options)
    const pages = labkey.query.pages(options)
    options.maxRows = 9
    options.queryName = 'Other'
    await whole
    for await (const _row of stream);
    for await (const _page of pages);
    for (const { body } of server.requests.filter(({ path }) => path.includes('selectRows'))) {
      expect(new URLSearchParams(body).get('query.maxRows')).toBe('7')
      expect(new URLSearchParams(body).get('query.queryName')).toBe(lists.queryName)
    }
    expect(server.requests.length).toBeGreaterThan(2)
  })

  test('closed before its first question, it sends nothing', async () => {
    const server = await startServer(() => ({ body: onePatient }))
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    const stream = labkey.query.streamRows(lists)
    await stream.return()
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    expect(server.requests).toHaveLength(0)
  })

  test('gives metadata, then rows, while the server still writes; the count comes last', async () => {
    let go = () => {}
    const gate = new Promise<void>((resolve) => (go = resolve))
    const { server, labkey } = await serving(async (response) => {
      response.write(`  ${head}`)
      await gate
      response.write('{"A":1},{"A"')
      await later(10)
      response.write(':2}')
      await later(10)
      response.end('],"rowCount":240}')
    })
    const stream = labkey.query.streamRows<{ A: number }>(lists)
    const expected = { name: 'A', caption: 'A', type: 'int', hidden: false, keyField: true }
    expect(await stream.metadata()).toEqual({ ...lists, columns: [expected] })
    expect(stream.rowCount).toBeUndefined()
    go()
    expect(await stream.next()).toEqual({ done: false, value: { A: 1 } })
    expect(await stream.next()).toEqual({ done: false, value: { A: 2 } })
    expect(stream.rowCount).toBeUndefined()
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    expect(stream.rowCount).toBe(240)
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    expect(await stream.metadata()).toMatchObject(lists)
    expect(server.requests).toHaveLength(1)
  })

  test('many questions at once are answered in turn', async () => {
    const { labkey } = await serving(async (response) => {
      response.write(head)
      for (let index = 0; index < 5; index++) {
        response.write(`${index === 0 ? '' : ','}{"A":${index}}`)
        await later(3)
      }
      response.end(']}')
    })
    const stream = labkey.query.streamRows(lists)
    const answers = await Promise.all(Array.from({ length: 7 }, () => stream.next()))
    expect(answers.map(({ value }) => value)).toEqual([
      ...[0, 1, 2, 3, 4].map((A) => ({ A })),
      undefined,
      undefined,
    ])
  })

  test('throws a late failure behind the rows that came before it', async () => {
    const { labkey } = await serving((response) =>
      response.end(
        `${head}{"A":1},{"A":2}],"exception":"ERROR: division by zero","exceptionClass":"org.postgresql.util.PSQLException","success":false}`,
      ),
    )
    const stream = labkey.query.streamRows(lists)
    const rows: unknown[] = []
    const error = await rejection(
      (async () => {
        for await (const row of stream) rows.push(row)
      })(),
    )
    expect(rows).toEqual([{ A: 1 }, { A: 2 }])
    expect(error).toBeInstanceOf(LabKeyQueryError)
    expect(error).toMatchObject({
      code: 'ERR_LABKEY_QUERY',
      status: 200,
      serverMessage: 'ERROR: division by zero',
      exceptionClass: 'org.postgresql.util.PSQLException',
    })
    expect(await stream.next()).toEqual({ done: true, value: undefined })
  })

  test.each([
    ['a failure without rows', '{"exception":"no","success":false}', LabKeyQueryError],
    ['an answer cut between rows', `${head}{"A":1}`, LabKeyDecodeError],
    ['an answer cut behind its rows', `${head}{"A":1}],"rowCount":1`, LabKeyDecodeError],
    ['something else', 'Bad Gateway', LabKeyDecodeError],
    ['JSON of another form', '{"id":7}', LabKeyDecodeError],
    ['nothing', '', LabKeyDecodeError],
    ['a page', '<!DOCTYPE html><title>Sign In</title>', LabKeyDecodeError],
  ])('%s is an error, also of metadata()', async (_name, body, type) => {
    const { labkey } = await serving((response) => response.end(body))
    expect(await rejection(collect(labkey.query.streamRows(lists)))).toBeInstanceOf(type)
    const stream = labkey.query.streamRows(lists)
    const error = await rejection(stream.metadata().then(() => collect(stream)))
    expect(error).toBeInstanceOf(type)
  })

  test('a failure that metadata() has met is met by the loop, too', async () => {
    const { labkey } = await serving((response) => response.end('{"exception":"no"}'))
    const stream = labkey.query.streamRows(lists)
    const error = await rejection(stream.metadata())
    expect(await rejection(collect(stream))).toBe(error)
  })

  test('a connection that breaks among the rows is an error behind them', async () => {
    const { labkey, server } = await serving(async (response) => {
      response.write(`${head}{"A":1},`)
      await later(10)
      response.destroy()
    })
    const stream = labkey.query.streamRows(lists)
    expect(await stream.next()).toEqual({ done: false, value: { A: 1 } })
    const error = (await rejection(stream.next())) as LabKeyError
    expect(error).toBeInstanceOf(LabKeyNetworkError)
    expect(server.requests).toHaveLength(1)
  })

  test('a read is repeated while nothing of it has come', async () => {
    const { labkey, server } = await serving((response, count) => {
      if (count < 3) response.writeHead(503).end()
      else response.end(`${head}{"A":1}]}`)
    })
    expect(await collect(labkey.query.streamRows(lists))).toEqual([{ A: 1 }])
    expect(server.requests).toHaveLength(3)
  })

  test('a refusal is what it is of every call', async () => {
    const { labkey } = await serving((response) =>
      response.writeHead(404).end('{"success":false,"exception":"no such query"}'),
    )
    const error = await rejection(labkey.query.streamRows(lists).next())
    expect(error).toBeInstanceOf(LabKeyNotFoundError)
  })

  test.each([
    [
      'break',
      async (stream: RowStream<QueryRow>) => {
        for await (const _row of stream) break
      },
    ],
    [
      'a throw in the loop',
      async (stream: RowStream<QueryRow>) => {
        await rejection(
          (async () => {
            for await (const _row of stream) throw new Error('stop')
          })(),
        )
      },
    ],
    [
      'return() without a loop',
      async (stream: RowStream<QueryRow>) => {
        await stream.metadata()
        await stream.return()
      },
    ],
  ])('%s closes the connection', async (_name, leave) => {
    const { labkey, server } = await serving((response) =>
      response.write(`${head}{"A":1},{"A":2},`),
    )
    const stream = labkey.query.streamRows(lists)
    await leave(stream)
    await expect.poll(() => server.sockets.size).toBe(0)
    expect(await stream.next()).toEqual({ done: true, value: undefined })
  })

  test('return() ends a question that waits', async () => {
    const { labkey, server } = await serving((response) => response.write(head))
    const stream = labkey.query.streamRows(lists)
    await stream.metadata()
    const waiting = stream.next().catch(() => undefined)
    await later(20)
    await stream.return()
    await waiting
    await expect.poll(() => server.sockets.size).toBe(0)
    expect(await stream.next()).toEqual({ done: true, value: undefined })
  })

  test('a signal stops it and closes the connection', async () => {
    const { labkey, server } = await serving((response) => response.write(`${head}{"A":1},`))
    const controller = new AbortController()
    const stream = labkey.query.streamRows({ ...lists, signal: controller.signal })
    await stream.next()
    const waiting = rejection(stream.next())
    controller.abort()
    expect(await waiting).toMatchObject({ code: 'ERR_LABKEY_ABORTED' })
    await expect.poll(() => server.sockets.size).toBe(0)
  })

  test('a reader who does not read makes the server wait', async () => {
    let written = 0
    const row = `{"A":"${'x'.repeat(1000)}"}`
    const total = 40_000
    const { labkey } = await serving(async (response) => {
      response.write(head)
      for (; written < total; written++) {
        const goesOn = response.write(`${written === 0 ? '' : ','}${row}`)
        if (!goesOn) await new Promise((resolve) => response.once('drain', resolve))
      }
      response.end(']}')
    })
    const stream = labkey.query.streamRows(lists)
    await stream.next()
    await later(300)
    // 40 MB are more than all buffers on the way.
    expect(written).toBeLessThan(total / 2)
    let count = 1
    for await (const _row of stream) count++
    expect(count).toBe(total)
  })

  test('form 17.1: rows with data, schema names in parts, and metadata alone', async () => {
    const rows = [{ data: { A: { value: 1, url: '/x' }, B: [{ value: 2 }] }, links: {} }]
    const answer = { schemaName: ['assay', 'v1.0'], queryName: 'Q', metaData: { fields: [] } }
    const { labkey, server } = await serving((response, count) =>
      response.end(JSON.stringify(count === 1 ? { ...answer, rows, rowCount: 1 } : answer)),
    )
    const options = { ...lists, apiVersion: '17.1', includeDetailsColumn: true } as const
    const stream = labkey.query.streamRows(options)
    expectTypeOf(stream).toEqualTypeOf<RowStream<ExtendedRow>>()
    expect(await stream.metadata()).toEqual({
      schemaName: 'assay.v1$P0',
      queryName: 'Q',
      columns: [],
    })
    expect(await collect(stream)).toEqual(rows)
    const form = new URLSearchParams(server.requests[0]?.body)
    expect(form.get('apiVersion')).toBe('17.1')
    expect(form.get('includeDetailsColumn')).toBe('true')
    const empty = labkey.query.streamRows({ ...options, maxRows: 0 })
    expect(await collect(empty)).toEqual([])
    expect(await empty.metadata()).toMatchObject({ queryName: 'Q' })
  })

  test('is typed by the caller', async () => {
    const { labkey } = await serving((response) => response.end(`${head}{"A":1}]}`))
    const stream = labkey.query.streamRows<{ A: number }>(lists)
    expectTypeOf(stream).toEqualTypeOf<RowStream<{ A: number }>>()
    for await (const row of stream) {
      expectTypeOf(row).toEqualTypeOf<{ A: number }>()
      expect(row.A).toBe(1)
    }
    expectTypeOf(labkey.query.streamRows(lists)).toEqualTypeOf<RowStream<QueryRow>>()
  })
})
