// The life of a key: made, listed, replaced, deleted; with a fault at each step of a rotation.
import {
  createClient,
  fromValue,
  LabKeyNotFoundError,
  LabKeyOptionsError,
  Secret,
  type LabKeyClient,
  type NewKey,
} from '@wellkey/client'
import { describe, expect, test, vi } from 'vitest'
import {
  ann,
  rejection,
  sampleKey,
  startServer,
  type Recorded,
  type Reply,
} from '../recording-server.ts'
import { startDemo } from '../query/demo-server.ts'

describe('against the reference server', () => {
  test('keys are made, listed with expiry, and deleted', async () => {
    const demo = await startDemo()
    const { url } = demo
    const labkey = await demo.clientOf('reader')
    const key = await labkey.keys.create({ description: 'nightly export' })
    expect(key).toBeInstanceOf(Secret)
    expect(String(key)).toBe('****')
    const keys = await labkey.keys.list()
    expect(keys).toHaveLength(2)
    const made = keys.find(({ description }) => description === 'nightly export')
    expect(made?.created?.year).toBeGreaterThan(2000)
    if (made === undefined) throw new Error('not listed')
    const other = createClient({
      baseUrl: url,
      credentials: fromValue(key),
      container: '/Open Data',
    })
    expect((await other.security.whoAmI()).isGuest).toBe(false)
    await labkey.keys.delete({ rowId: made.rowId })
    expect((await labkey.keys.list()).map(({ rowId }) => rowId)).not.toContain(made.rowId)
    const fresh = createClient({ baseUrl: url, credentials: fromValue(key) })
    expect(await rejection(fresh.security.whoAmI())).toMatchObject({
      code: 'ERR_LABKEY_UNAUTHORIZED',
    })
    const again = labkey.keys.delete({ rowId: made.rowId })
    expect(await rejection(again)).toBeInstanceOf(LabKeyNotFoundError)
  })

  test('a session key is made, and is in no list', async () => {
    const demo = await startDemo()
    const labkey = await demo.clientOf('reader')
    expect((await labkey.keys.create({ type: 'session' })).reveal()).not.toBe('')
    expect(await labkey.keys.list()).toHaveLength(1)
  })

  test('rotate() leaves the new key and takes the old one away', async () => {
    const demo = await startDemo()
    const { url } = demo
    const labkey = await demo.clientOf('reader')
    const [old] = await labkey.keys.list()
    if (old === undefined) throw new Error('no key')
    const stored: NewKey[] = []
    const rotated = await labkey.keys.rotate({
      rowId: old.rowId,
      description: 'new',
      store: (key) => {
        stored.push(key)
      },
    })
    expect(rotated.oldKeyDeleted).toBe(true)
    expect(stored[0]?.key).toBe(rotated.key)
    const next = createClient({
      baseUrl: url,
      credentials: fromValue(rotated.key),
      container: '/Open Data',
    })
    const keys = await next.keys.list()
    expect(keys.map(({ rowId, description }) => [rowId, description])).toEqual([
      [rotated.info?.rowId, 'new'],
    ])
    const credential = await labkey.credential()
    if (credential === undefined) throw new Error('no credential')
    const before = createClient({ baseUrl: url, credentials: fromValue(credential.secret) })
    expect(await rejection(before.security.whoAmI())).toMatchObject({
      code: 'ERR_LABKEY_UNAUTHORIZED',
    })
  })
})

/** LabKey's keys in a dozen lines: who asks is told by the key, what fails is told by the test. */
async function startKeys(fail: (step: string, request: Recorded) => Reply | undefined) {
  const keys = new Map([[1, { key: sampleKey, description: 'old' }]])
  const valid = () => [...keys.values()].map(({ key }) => key)
  let last = 1
  const steps: string[] = []
  const server = await startServer((request) => {
    const basic = Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString()
    const key = basic.slice('apikey:'.length)
    const who = key === sampleKey ? 'old' : 'new'
    const step = `${request.path.replace(/^.*\/|\.api.*$/g, '')} by ${who}`
    steps.push(step)
    if (!valid().includes(key)) return { status: 401, body: { success: false, exception: 'no' } }
    const failed = fail(step, request)
    if (failed !== undefined) return failed
    const rows = [...keys].map(([RowId, { description: Description }]) => ({
      RowId,
      Description,
      Created: '2024-05-31 10:00:00.000',
      Expiration: '2024-06-10 10:00:00.000',
      LastUsed: null,
    }))
    switch (step.split(' ')[0] ?? '') {
      case 'login-whoami':
        return { body: ann }
      case 'query-getServerDate':
        return { body: { date: '2024-06-01 10:00:00.000' } }
      case 'query-selectRows':
        return { body: { metaData: { fields: [] }, rows, rowCount: rows.length } }
      case 'security-createApiKey': {
        const made = `new-key-${++last}`
        const description = new URLSearchParams(request.body).get('description') ?? ''
        keys.set(last, { key: made, description })
        return { body: { apikey: made } }
      }
      case 'query-deleteRows': {
        const { rows: asked } = JSON.parse(request.body) as { rows: { RowId: number }[] }
        const deleted = asked.filter(({ RowId }) => keys.delete(RowId))
        return { body: { command: 'delete', rowsAffected: asked.length, rows: deleted } }
      }
    }
    return { status: 404, body: { success: false, exception: step } }
  })
  const options = { baseUrl: server.url, credentials: fromValue(sampleKey), retry: false } as const
  return { keys, valid, steps, server, labkey: createClient(options) }
}

const broken = { status: 500, body: { success: false, exception: 'broken' } }

describe('rotate() with a fault', () => {
  const rotate = async (labkey: LabKeyClient, store: (key: NewKey) => void = () => undefined) =>
    labkey.keys.rotate({ rowId: 1, store })

  test('none: in this order', async () => {
    const { labkey, steps, valid, keys } = await startKeys(() => undefined)
    const store = vi.fn<(key: NewKey) => void>(() => {
      // Both keys work when the new one is handed over.
      expect(valid()).toEqual([sampleKey, 'new-key-2'])
    })
    const rotated = await rotate(labkey, store)
    expect(store).toHaveBeenCalledTimes(1)
    expect(rotated).toMatchObject({ oldKeyDeleted: true, info: { rowId: 2, description: 'old' } })
    expect([...keys.keys()]).toEqual([2])
    const order = steps.filter((step) => !/selectRows|getServerDate/.test(step))
    expect(order).toEqual([
      'login-whoami by old',
      'security-createApiKey by old',
      'login-whoami by new',
      'query-deleteRows by new',
    ])
  })

  test.each([
    ['the list cannot be read', 'query-selectRows by old', 0],
    ['the server does not say who one is', 'login-whoami by old', 0],
    ['no key is made', 'security-createApiKey by old', 0],
    ['the new key does not work', 'login-whoami by new', 1],
    ['the new key cannot list', 'query-selectRows by new', 1],
  ])('%s: the old key stays, nothing is stored, nothing is left over', async (_name, at, made) => {
    const { labkey, keys, steps } = await startKeys((step) => (step === at ? broken : undefined))
    const store = vi.fn<(key: NewKey) => void>()
    expect(await rejection(rotate(labkey, store))).toMatchObject({ serverMessage: 'broken' })
    expect(store).not.toHaveBeenCalled()
    expect([...keys.keys()]).toEqual([1])
    expect(steps.filter((step) => step.startsWith('query-deleteRows'))).toHaveLength(made)
  })

  test('the new key is another user: it is not stored', async () => {
    const { labkey, keys } = await startKeys((step) =>
      step === 'login-whoami by new' ? { body: { ...ann, id: 2000 } } : undefined,
    )
    const store = vi.fn<(key: NewKey) => void>()
    expect(await rejection(rotate(labkey, store))).toMatchObject({
      code: 'ERR_LABKEY_UNAUTHORIZED',
    })
    expect(store).not.toHaveBeenCalled()
    expect([...keys.keys()]).toEqual([1])
  })

  test('it cannot be stored: both keys stay, since part of it may be stored', async () => {
    const { labkey, valid } = await startKeys(() => undefined)
    const error = await rejection(
      rotate(labkey, () => {
        throw new Error('disk full')
      }),
    )
    expect(error).toMatchObject({ message: 'disk full' })
    expect(valid()).toEqual([sampleKey, 'new-key-2'])
  })

  test.each([
    ['fails', broken],
    ['does nothing', { body: { command: 'delete', rowsAffected: 1, rows: [] } }],
  ])('deletion of the old key %s: it is told, and the new key is stored', async (_name, reply) => {
    const { labkey, valid } = await startKeys((step) =>
      step === 'query-deleteRows by new' ? reply : undefined,
    )
    const store = vi.fn<(key: NewKey) => void>()
    const rotated = await rotate(labkey, store)
    expect(rotated.oldKeyDeleted).toBe(false)
    expect(rotated.error).toBeInstanceOf(Error)
    expect(store).toHaveBeenCalledTimes(1)
    expect(valid()).toEqual([sampleKey, 'new-key-2'])
  })

  test('the deletion that takes a useless key back never takes one that somebody else made', async () => {
    const known = await startKeys((step) => {
      if (step !== 'login-whoami by new') return undefined
      known.keys.set(77, { key: 'of-somebody-else', description: '' })
      return broken
    })
    await rejection(rotate(known.labkey))
    expect([...known.keys.keys()]).toEqual([1, 2, 77])
  })

  test('a key that is not listed is not replaced by anything', async () => {
    const { labkey, keys } = await startKeys(() => undefined)
    const rotation = labkey.keys.rotate({ rowId: 5, store: () => undefined })
    expect(await rejection(rotation)).toBeInstanceOf(LabKeyNotFoundError)
    expect([...keys.keys()]).toEqual([1])
  })

  test('lists say how long a key lives, by the clock of the server', async () => {
    const { labkey } = await startKeys(() => undefined)
    const [key] = await labkey.keys.list()
    expect(key).toMatchObject({
      rowId: 1,
      description: 'old',
      expires: { year: 2024, month: 6, day: 10, hours: 10 },
      expiresInMs: 9 * 86_400_000,
    })
    expect(key).not.toHaveProperty('lastUsed')
  })

  test.each([
    ['store', { rowId: 1 }],
    ['rowId', { store: String }],
    ['rowId', { rowId: '1', store: String }],
  ])('names the wrong option: %s', async (name, options) => {
    const { labkey, steps } = await startKeys(() => undefined)
    const error = await rejection(labkey.keys.rotate(options as never))
    expect(error).toBeInstanceOf(LabKeyOptionsError)
    expect((error as Error).message).toContain(name)
    expect(steps).toEqual([])
  })

  test('an answer without a key shows nothing of itself', async () => {
    const { labkey } = await startKeys((step) =>
      step === 'security-createApiKey by old' ? { body: { apikey: 'half a key' } } : undefined,
    )
    const error = await rejection(labkey.keys.create())
    expect(error).toMatchObject({ code: 'ERR_LABKEY_DECODE' })
    expect(JSON.stringify(error) + String(error)).not.toContain('half')
  })
})
