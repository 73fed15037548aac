import { describe, expect, test } from 'vitest'
import {
  chain,
  defaultProvider,
  describeSource,
  explain,
  fromKeychain,
  fromValue,
  memoryKeychain,
  resolveCredential,
  type Attempt,
  type CredentialError,
} from '@wellkey/credentials'

const url = new URL('https://lab.example/labkey/')
const service = 'wellkey:https://lab.example/labkey'

describe('fromKeychain()', () => {
  test('binds the entry to the origin, and tells its service', async () => {
    const keychain = memoryKeychain()
    await keychain.set(url, 'apikey', 'k')
    const credential = await fromKeychain({ keychain })({ url })
    expect(credential).toMatchObject({
      origin: 'https://lab.example',
      login: 'apikey',
      source: { kind: 'keychain', place: service, service },
    })
    expect(credential && describeSource(credential.source)).toBe(`keychain entry ${service}`)
  })

  test('prefers the context path over the origin, and knows no other path', async () => {
    const keychain = memoryKeychain()
    await keychain.set('https://lab.example', 'apikey', 'whole')
    const provider = fromKeychain({ keychain })
    expect((await provider({ url }))?.secret.reveal()).toBe('whole')
    await keychain.set(url, 'apikey', 'exact')
    expect((await provider({ url }))?.secret.reveal()).toBe('exact')
    await keychain.delete('https://lab.example', 'apikey')
    expect(await provider({ url: new URL('https://lab.example/other') })).toBeUndefined()
    expect(await provider({ url: new URL('https://lab.example') })).toBeUndefined()
  })

  test('takes the login that is asked for', async () => {
    const keychain = memoryKeychain()
    await keychain.set(url, 'apikey', 'k')
    await keychain.set(url, 'ann@lab.example', 'p')
    const credential = await fromKeychain({ keychain, login: 'ann@lab.example' })({ url })
    expect(credential?.login).toBe('ann@lab.example')
    expect(credential?.secret.reveal()).toBe('p')
  })

  test('stops the chain on an entry that cannot travel, without repeating it', async () => {
    const keychain = memoryKeychain()
    await keychain.set(url, 'apikey', 's3cr3t x')
    const provider = chain(fromKeychain({ keychain }), fromValue('next'))
    const error: unknown = await provider({ url }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_CREDENTIAL_FORMAT' })
    expect(String(error)).not.toContain('s3cr3t')
  })

  test.for(['unavailable', 'locked', 'timeout', 'failed'] as const)(
    'stops the chain when the keychain is in the trouble %s',
    async (trouble) => {
      const keychain = memoryKeychain()
      keychain.failNext(trouble)
      const provider = chain(fromKeychain({ keychain }), fromValue('next'))
      await expect(provider({ url })).rejects.toMatchObject({
        code: `ERR_CREDENTIAL_KEYCHAIN_${trouble.toUpperCase()}`,
        attempts: [{ source: 'keychain', place: service, outcome: 'failed' }],
      })
    },
  )
})

describe('defaultProvider() with a keychain in trouble', () => {
  const environment = { NETRC: '/nowhere/.netrc' }

  test('a system without a keychain is told, and the search ends as "missing"', async () => {
    const keychain = memoryKeychain()
    keychain.failNext('unavailable')
    const provider = defaultProvider({ environment, keychain })
    await expect(resolveCredential(provider, { url })).rejects.toMatchObject({
      code: 'ERR_CREDENTIAL_MISSING',
      attempts: [{}, {}, { source: 'keychain', outcome: 'skipped' }],
    })
  })

  test.for(['locked', 'timeout', 'failed'] as const)(
    'the trouble %s stops the search, with every place that was looked at',
    async (trouble) => {
      const keychain = memoryKeychain()
      keychain.failNext(trouble)
      const provider = defaultProvider({ environment, keychain })
      await expect(resolveCredential(provider, { url })).rejects.toMatchObject({
        code: `ERR_CREDENTIAL_KEYCHAIN_${trouble.toUpperCase()}`,
        attempts: [
          { source: 'environment', outcome: 'not here' },
          { source: 'netrc', outcome: 'not here' },
          { source: 'keychain', outcome: 'failed' },
        ],
      })
    },
  )

  test('a chain by itself tells every place too, each with its duration', async () => {
    const keychain = memoryKeychain()
    keychain.failNext('locked')
    const error: unknown = await defaultProvider({ environment, keychain })({ url }).catch(
      (thrown: unknown) => thrown,
    )
    const { attempts } = error as CredentialError
    expect(attempts.map(({ source }) => source)).toEqual(['environment', 'netrc', 'keychain'])
    for (const { durationMs } of attempts) expect(durationMs).toBeGreaterThanOrEqual(0)
  })

  test('a key that comes first keeps the keychain closed', async () => {
    const keychain = memoryKeychain()
    keychain.failNext('locked')
    const provider = defaultProvider({ key: 'k', environment, keychain })
    expect((await provider({ url }))?.secret.reveal()).toBe('k')
    const attempts: readonly Attempt[] = await explain({ key: 'k', environment }, { url })
    expect(attempts.at(-1)).toMatchObject({
      source: 'keychain',
      outcome: 'skipped',
      reason: 'not opened, since explicit comes first',
    })
  })

  test('`false` leaves the keychain out', async () => {
    const attempts = await explain({ environment, keychain: false }, { url })
    expect(attempts.map(({ source }) => source)).toEqual(['environment', 'netrc'])
  })
})
