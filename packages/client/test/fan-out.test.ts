// `all`, `each` and `within`: many calls over servers and containers, a few at a time.
import { setTimeout as sleep } from 'node:timers/promises'
import {
  createClient,
  CredentialError,
  fromValue,
  LabKeyAbortError,
  LabKeyNotFoundError,
  type LabKeyClient,
  type Outcome,
} from '@wellkey/client'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { startDemo } from './query/demo-server.ts'
import { onePatient, rejection, sampleKey, startServer } from './recording-server.ts'

const patients = { schemaName: 'lists', queryName: 'Patients' }
const rowsOf = (at: LabKeyClient) => at.query.selectRows(patients)
const folders = (count: number) => Array.from({ length: count }, (_, index) => `/F${index}`)
const isWhole = ({ status }: Outcome<unknown>) => status === 'fulfilled'

/** A server that answers in a while, and counts what it has in hand. */
async function slowServer(answerMs: (path: string) => number | undefined = () => 5) {
  const counts = { now: 0, most: 0 }
  const server = await startServer(async ({ path }) => {
    counts.most = Math.max(counts.most, ++counts.now)
    const ms = answerMs(decodeURIComponent(path))
    if (ms === undefined) return undefined
    await sleep(ms)
    counts.now--
    return path.includes('Bad')
      ? { status: 404, body: { exception: 'none' } }
      : { body: onePatient }
  })
  const credentials = fromValue(sampleKey)
  const labkey = createClient({ baseUrl: server.url, container: '/Home', credentials })
  return { server, labkey, counts }
}

describe('all, over two reference servers', () => {
  test('gives what became of each call in the order of the targets, the failures typed', async () => {
    const [first, second] = [await startDemo('24.11'), await startDemo('25.3')]
    const labkey = await first.clientOf('reader')
    const other = await second.clientOf('admin')
    const targets = ['/Open Data', other, '/No such place', other.within('/No such either')]
    const outcomes = await labkey.all(targets, async (at) => {
      const { rows } = await rowsOf(at)
      return rows.length
    })
    expectTypeOf(outcomes).toEqualTypeOf<readonly Outcome<number>[]>()
    const here = { baseUrl: first.url }
    const there = { baseUrl: second.url }
    expect(outcomes).toMatchObject([
      { status: 'fulfilled', index: 0, ...here, container: '/Open Data' },
      { status: 'fulfilled', index: 1, ...there, container: '/Open Data' },
      { status: 'rejected', index: 2, ...here, container: '/No such place' },
      { status: 'rejected', index: 3, ...there, container: '/No such either' },
    ])
    const [one] = outcomes
    expect(one?.status === 'fulfilled' && one.value).toBeGreaterThan(3)
    for (const outcome of outcomes.slice(2)) {
      expect(outcome.status === 'rejected' && outcome.error).toBeInstanceOf(LabKeyNotFoundError)
    }
  })

  test('reaches many containers, and sends one request for each', async () => {
    const demo = await startDemo()
    const labkey = await demo.clientOf('admin')
    const names = folders(25).map((path) => path.slice(1))
    const made = await labkey.all(
      names.map((name) => (at: LabKeyClient) => at.containers.createContainer({ name })),
      { concurrency: 3 },
    )
    expect(made.every(isWhole)).toBe(true)
    const paths = names.map((name) => `/Open Data/${name}`)
    const schemas = await labkey.all(paths, (at) => at.query.getSchemas())
    expect(schemas.map(({ container }) => container)).toEqual(paths)
    expect(schemas.every(isWhole)).toBe(true)
  })

  test('makes different calls, each of its own type', async () => {
    const labkey = await (await startDemo()).clientOf('reader')
    const [me, queries] = await labkey.all([
      (at) => at.security.whoAmI(),
      (at) => at.query.getQueries({ schemaName: 'lists' }),
    ])
    if (me.status !== 'fulfilled' || queries.status !== 'fulfilled') throw new Error('one failed')
    expect(me.value.isGuest).toBe(false)
    expect(queries.value.map(({ name }) => name)).toContain('Patients')
    expect([me.index, queries.index]).toEqual([0, 1])
  })
})

describe('all', () => {
  test.each([1, 3, undefined])('has no more calls under way than it may: %s', async (most) => {
    const { labkey, counts } = await slowServer()
    const options = most === undefined ? {} : { concurrency: most }
    const outcomes = await labkey.all(folders(20), rowsOf, options)
    expect(outcomes.map(({ container }) => container)).toEqual(folders(20))
    expect(outcomes.every(isWhole)).toBe(true)
    expect(counts.most).toBe(most ?? 4)
  })

  test('keeps the order when the answers come in another', async () => {
    const { labkey } = await slowServer((path) => (path.includes('/F0/') ? 150 : 1))
    const outcomes = await labkey.all(folders(6), async (at) => {
      await rowsOf(at)
      return at.container
    })
    expect(outcomes.map((one) => one.status === 'fulfilled' && one.value)).toEqual(folders(6))
  })

  test('sends each server the credential of its own client, and no other', async () => {
    const one = await slowServer()
    const two = await startServer(() => ({ body: onePatient }))
    const key = 'another-key-for-tests-0002'
    const other = createClient({ baseUrl: two.url, container: '/T', credentials: fromValue(key) })
    await one.labkey.all(['/A', other, '/B', other.within('/C')], rowsOf)
    const basic = (secret: string) => `Basic ${btoa(`apikey:${secret}`)}`
    const sent = (server: typeof two) => [
      ...new Set(server.requests.map(({ headers }) => headers.authorization)),
    ]
    expect(sent(one.server)).toEqual([basic(sampleKey)])
    expect(sent(two)).toEqual([basic(key)])
    expect(two.requests.map(({ path }) => path.split('/')[1])).toEqual(['T', 'C'])
  })

  test('goes on when a call fails, unless it is told not to', async () => {
    const { labkey, server } = await slowServer()
    const targets = ['/A', '/Bad', '/C', '/D', '/E']
    const all = await labkey.all(targets, rowsOf, { concurrency: 1 })
    expect(all.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ])
    const before = server.requests.length
    const some = await labkey.all(targets, rowsOf, { concurrency: 1, stopOnError: true })
    expect(some.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'skipped',
      'skipped',
      'skipped',
    ])
    expect(some[4]).toEqual({
      status: 'skipped',
      index: 4,
      baseUrl: server.url,
      container: '/E',
    })
    expect(server.requests.length - before).toBe(2)
  })

  test('lets the calls under way come to their ends when it stops for an error', async () => {
    const { labkey } = await slowServer((path) => (path.includes('Bad') ? 1 : 80))
    const options = { concurrency: 2, stopOnError: true }
    const outcomes = await labkey.all(['/A', '/Bad', '/C'], rowsOf, options)
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'skipped'])
  })

  test('is stopped by its signal: what is under way is broken off, the rest never begins', async () => {
    const { labkey, server } = await slowServer((path) => (path.includes('/F0/') ? 1 : undefined))
    const controller = new AbortController()
    const { signal } = controller
    const done = labkey.all(folders(6), rowsOf, { concurrency: 2, signal })
    await expect.poll(() => server.requests.length).toBe(3)
    controller.abort()
    const outcomes = await done
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'skipped',
      'skipped',
      'skipped',
    ])
    const second = outcomes[1]
    expect(second?.status === 'rejected' && second.error).toBeInstanceOf(LabKeyAbortError)
    await expect.poll(() => server.sockets.size).toBeLessThan(2)
    const none = await labkey.all(folders(2), rowsOf, { signal })
    expect(none.map(({ status }) => status)).toEqual(['skipped', 'skipped'])
    expect(server.requests).toHaveLength(3)
  })

  test('stops streams, areas and whoAmI by its signal, and a call by its own one as well', async () => {
    const { labkey, server } = await slowServer(() => undefined)
    const controller = new AbortController()
    const own = new AbortController()
    const { signal } = own
    const outcomes = labkey.all(
      [
        (at) => at.query.streamRows(patients).metadata(),
        (at) => at.containers.getContainers(),
        (at) => at.security.whoAmI(),
        (at) => at.request({ controller: 'query', action: 'getSchemas' }),
        (at) => at.query.selectRows({ ...patients, signal }),
        (at) => at.query.selectRows({ ...patients, signal: new AbortController().signal }),
      ],
      { concurrency: 6, signal: controller.signal },
    )
    await expect.poll(() => server.requests.length).toBe(6)
    own.abort()
    await expect.poll(() => server.sockets.size).toBe(5)
    controller.abort()
    const errors = (await outcomes).map((one) => one.status === 'rejected' && one.error.code)
    expect(errors).toEqual(Array.from({ length: 6 }, () => 'ERR_LABKEY_ABORTED'))
  })

  test('is rejected by what is no error of a call, and breaks off the others', async () => {
    const { labkey, server } = await slowServer(() => undefined)
    const bug = new TypeError('rows is not iterable')
    const done = labkey.all(
      ['/A', '/B', '/C'],
      async (at) => {
        if (at.container === '/A') return rowsOf(at)
        await expect.poll(() => server.requests.length).toBe(1)
        throw bug
      },
      { concurrency: 2 },
    )
    expect(await rejection(done)).toBe(bug)
    await expect.poll(() => server.sockets.size).toBe(0)
    expect(server.requests).toHaveLength(1)
  })

  test('has an outcome for a server without a credential', async () => {
    const { labkey } = await slowServer()
    const none = createClient({ baseUrl: labkey.baseUrl, credentials: async () => undefined })
    const [first, second] = await labkey.all([none, '/A'], rowsOf)
    expect(first?.status === 'rejected' && first.error).toBeInstanceOf(CredentialError)
    expect(second?.status).toBe('fulfilled')
  })

  test('copies its list at once', async () => {
    const { labkey, server } = await slowServer()
    const targets = ['/A', '/B']
    const options = { concurrency: 1 }
    const done = labkey.all(targets, rowsOf, options)
    targets.push('/C')
    options.concurrency = -1
    expect(await done).toHaveLength(2)
    expect(server.requests).toHaveLength(2)
    expect(await labkey.all([], rowsOf)).toEqual([])
  })

  test.each([
    [[undefined], 'all: targets must be an array of containers and clients, not missing'],
    [['/A', rowsOf], 'all: targets must be an array of containers and clients, not this text'],
    [[['/A']], 'all: call must be a function, not missing'],
    [[['/A'], 'x'], 'all: call must be a function, not this text'],
    [[['/A', 7], rowsOf], 'all: targets[1] must be a container or a client, not this number'],
    [[[''], rowsOf], 'all: targets[0] must be a container or a client, not an empty text'],
    [[[{}], rowsOf], 'all: targets[0] takes a client that createClient has made'],
    [[['/A/../B'], rowsOf], 'The container "/A/../B"'],
    [[['/A'], rowsOf, { concurrency: 0 }], 'all: concurrency must be a whole number from 1 on'],
    [[['/A'], rowsOf, { stopOnError: 1 }], 'all: stopOnError must be true or false'],
    [[['/A'], rowsOf, { signal: {} }], 'all: signal must be an AbortSignal'],
    [[['/A'], rowsOf, { parallel: 2 }], 'all has no option "parallel"'],
    [[[rowsOf], { parallel: 2 }], 'all has no option "parallel"'],
    [[['/A'], rowsOf, 4], 'all takes an object of options, not this number'],
  ])('refuses wrong arguments by their names, and sends nothing: %#', async (given, message) => {
    const { labkey, server } = await slowServer()
    const all = Reflect.get(labkey, 'all') as (...args: readonly unknown[]) => Promise<unknown>
    expect(await rejection(all(...given))).toMatchObject({
      code: 'ERR_LABKEY_OPTIONS',
      message: expect.stringContaining(message) as string,
    })
    expect(server.requests).toEqual([])
  })
})

describe('each', () => {
  test('gives outcomes as they come, and says whose they are', async () => {
    const { labkey } = await slowServer((path) => (path.includes('/F0/') ? 150 : 1))
    const order: number[] = []
    for await (const { index } of labkey.each(folders(4), rowsOf, { concurrency: 2 })) {
      order.push(index)
    }
    expect(order).toEqual([1, 2, 3, 0])
  })

  test('begins with the first outcome that is asked for, and makes a call for each that is taken', async () => {
    const { labkey, server } = await slowServer()
    const outcomes = labkey.each(folders(9), rowsOf, { concurrency: 2 })
    await sleep(20)
    expect(server.requests).toHaveLength(0)
    await outcomes.next()
    await sleep(60)
    expect(server.requests).toHaveLength(2)
    await outcomes.next()
    await sleep(60)
    expect(server.requests).toHaveLength(3)
    await outcomes.return(undefined)
  })

  test('breaks off what is under way when its loop is left', async () => {
    const { labkey, server } = await slowServer((path) => (path.includes('/F0/') ? 1 : undefined))
    for await (const outcome of labkey.each(folders(9), rowsOf, { concurrency: 3 })) {
      expect(outcome.index).toBe(0)
      break
    }
    await expect.poll(() => server.sockets.size).toBeLessThan(2)
    expect(server.requests.length).toBeLessThanOrEqual(4)
  })

  test('refuses wrong arguments with its first outcome', async () => {
    const { labkey } = await slowServer()
    const wrong = labkey.each(['/A'], rowsOf, { concurrency: 1.5 })
    expect(await rejection(wrong.next())).toMatchObject({
      message: expect.stringContaining('each: concurrency must be') as string,
    })
  })
})

describe('within', () => {
  test('is the same client in another container: one credential, one session', async () => {
    let asked = 0
    const server = await startServer(() => ({
      headers: { 'Set-Cookie': 'JSESSIONID=abc; Path=/' },
      body: onePatient,
    }))
    const labkey = createClient({
      baseUrl: server.url,
      container: '/Home',
      credentials: async (request) => {
        asked++
        return fromValue(sampleKey)(request)
      },
    })
    await rowsOf(labkey)
    const there = labkey.within('/Demo Study')
    expect([labkey.container, there.container, there.baseUrl]).toEqual([
      '/Home',
      '/Demo Study',
      labkey.baseUrl,
    ])
    await rowsOf(there)
    await there.containers.getContainers().catch(() => {})
    const paths = server.requests.map(({ path }) => decodeURIComponent(path.split('/')[1] ?? ''))
    expect(paths).toEqual(['Home', 'Demo Study', 'Demo Study'])
    expect(server.requests[1]?.headers.cookie).toContain('JSESSIONID=abc')
    expect(asked).toBe(1)
  })

  test.each([undefined, '', 7, {}, '/A//B'])('refuses %j', async (container) => {
    const { labkey } = await slowServer()
    const within = Reflect.get(labkey, 'within') as (container: unknown) => LabKeyClient
    expect(() => within(container)).toThrow(/container/)
  })
})
