import { mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  cached,
  chain,
  createCredential,
  fromKeychain,
  fromNetrc,
  memoryKeychain,
  type Attempt,
  type CredentialProvider,
} from '@wellkey/credentials'

const url = new URL('https://lab.example/labkey/')
const source = { kind: 'custom', place: 'counter' } as const

/** A provider whose keys are `key1`, `key2` ... by call, each when its gate opens. */
function counting(gate: (call: number) => Promise<void> = async () => undefined) {
  let calls = 0
  const provider: CredentialProvider = async ({ url: asked, onAttempt }) => {
    calls += 1
    const call = calls
    await gate(call)
    onAttempt?.({ source: 'custom', place: 'counter', outcome: 'found' })
    return createCredential({ url: asked, secret: `key${call}`, source })
  }
  return { provider, calls: () => calls }
}

async function keyOf(
  provider: CredentialProvider,
  request: { readonly url?: URL; readonly refresh?: boolean } = {},
): Promise<string | undefined> {
  return (await provider({ url, ...request }))?.secret.reveal()
}

describe('cached()', () => {
  test('100 calls at the same time are one', async () => {
    const { provider, calls } = counting()
    const keeping = cached(provider)
    const keys = await Promise.all(Array.from({ length: 100 }, async () => keyOf(keeping)))
    expect(new Set(keys)).toEqual(new Set(['key1']))
    expect(await keyOf(keeping)).toBe('key1')
    expect(calls()).toBe(1)
  })

  test('100 calls at the same time read a keychain once', async () => {
    const keychain = memoryKeychain()
    await keychain.set(url, 'apikey', 'k')
    let reads = 0
    const counted = {
      ...keychain,
      get: async (server: string | URL, login: string) => {
        reads += 1
        return keychain.get(server, login)
      },
    }
    const keeping = cached(chain(fromKeychain({ keychain: counted })))
    const keys = await Promise.all(Array.from({ length: 100 }, async () => keyOf(keeping)))
    expect(new Set(keys)).toEqual(new Set(['k']))
    expect(reads).toBe(1)
  })

  test('keeps a credential for each base URL', async () => {
    const { provider } = counting()
    const keeping = cached(provider)
    const other = new URL('https://other.example')
    expect(await keyOf(keeping)).toBe('key1')
    expect(await keyOf(keeping, { url: other })).toBe('key2')
    expect((await keeping({ url: other }))?.origin).toBe('https://other.example')
    expect(await keyOf(keeping)).toBe('key1')
  })

  test('keeps neither "not here" nor an error', async () => {
    const answers = [
      async () => undefined,
      async () => Promise.reject(new Error('broken')),
      counting().provider,
    ]
    let calls = 0
    const keeping = cached(async (request) => answers[calls++]?.(request))
    expect(await keeping({ url })).toBeUndefined()
    await expect(keeping({ url })).rejects.toThrow('broken')
    expect(await keyOf(keeping)).toBe('key1')
    expect(calls).toBe(3)
  })

  test('refresh asks again, and the new answer is kept', async () => {
    const keeping = cached(counting().provider)
    expect(await keyOf(keeping)).toBe('key1')
    const refresh = Array.from({ length: 10 }, async () => keyOf(keeping, { refresh: true }))
    expect(new Set(await Promise.all(refresh))).toEqual(new Set(['key2']))
    expect(await keyOf(keeping)).toBe('key2')
  })

  test('refresh does not join an older call, whose late answer is not kept', async () => {
    const open: (() => void)[] = []
    const gate = async () => new Promise<void>((resolve) => open.push(resolve))
    const keeping = cached(counting(gate).provider)
    const first = keyOf(keeping)
    const second = keyOf(keeping, { refresh: true })
    open[1]?.()
    expect(await second).toBe('key2')
    open[0]?.()
    expect(await first).toBe('key1')
    expect(await keyOf(keeping)).toBe('key2')
  })

  test('hands refresh on, and tells the attempts with a kept answer too', async () => {
    const asked: (boolean | undefined)[] = []
    const inner = counting().provider
    const keeping = cached(async (request) => {
      asked.push(request.refresh)
      return inner(request)
    })
    const told: Attempt[] = []
    const onAttempt = (attempt: Attempt) => told.push(attempt)
    await keeping({ url, onAttempt })
    await keeping({ url, onAttempt })
    await keeping({ url, refresh: true })
    expect(told).toHaveLength(2)
    expect(told[1]).toEqual(told[0])
    expect(asked).toEqual([false, true])
  })
})

describe('cached() on a netrc file', () => {
  let folder: string
  let file: string
  let keeping: CredentialProvider

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wellkey-cached-'))
    file = join(folder, '.netrc')
    keeping = cached(fromNetrc({ file }))
  })

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  async function write(path: string, key: string): Promise<void> {
    await writeFile(path, `machine lab.example login apikey password ${key}\n`, { mode: 0o600 })
  }

  test('keeps what it read while the file stays the same', async () => {
    await write(file, 'old')
    const first = await keeping({ url })
    expect(await keeping({ url })).toBe(first)
  })

  test('reads again when the size changes, and the time does not', async () => {
    await write(file, 'old')
    const time = new Date('2020-01-01')
    await utimes(file, time, time)
    expect(await keyOf(keeping)).toBe('old')
    await write(file, 'longer')
    await utimes(file, time, time)
    expect(await keyOf(keeping)).toBe('longer')
  })

  test('reads again when the time changes, and the size does not', async () => {
    await write(file, 'old')
    expect(await keyOf(keeping)).toBe('old')
    await write(file, 'new')
    await utimes(file, new Date('2020-01-01'), new Date('2020-01-01'))
    expect(await keyOf(keeping)).toBe('new')
  })

  test('reads again when another file takes its place', async () => {
    const time = new Date('2020-01-01')
    await write(file, 'old')
    await write(join(folder, 'new'), 'new')
    for (const path of [file, join(folder, 'new')]) await utimes(path, time, time)
    expect(await keyOf(keeping)).toBe('old')
    await rename(join(folder, 'new'), file)
    expect(await keyOf(keeping)).toBe('new')
  })

  test('forgets the key when the file goes', async () => {
    await write(file, 'old')
    expect(await keyOf(keeping)).toBe('old')
    await rm(file)
    expect(await keyOf(keeping)).toBeUndefined()
  })

  test('a netrc that appears wins over the keychain answer that was kept', async () => {
    const keychain = memoryKeychain()
    await keychain.set(url, 'apikey', 'from-keychain')
    const both = cached(chain(fromNetrc({ file }), fromKeychain({ keychain })))
    expect(await keyOf(both)).toBe('from-keychain')
    await write(file, 'from-netrc')
    expect(await keyOf(both)).toBe('from-netrc')
  })

  test('a change between the look at the file and its reading is not missed', async () => {
    await write(file, 'old')
    let isFirst = true
    const read = fromNetrc({ file })
    const slow = cached(async (request) => {
      const credential = await read(request)
      if (isFirst) await write(file, 'new')
      isFirst = false
      return credential
    })
    expect(await keyOf(slow)).toBe('old')
    expect(await keyOf(slow)).toBe('new')
  })
})
