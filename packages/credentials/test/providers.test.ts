import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  chain,
  createCredential,
  CredentialError,
  defaultProvider,
  describeSource,
  explain,
  fromEnvironment,
  fromNetrc,
  fromValue,
  memoryKeychain,
  resolveCredential,
} from '@wellkey/credentials'

const url = new URL('https://lab.example/labkey/')
let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-credentials-'))
  file = join(folder, '.netrc')
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function write(text: string | Uint8Array, mode = 0o600): Promise<void> {
  await writeFile(file, text)
  await chmod(file, mode)
}

describe('fromEnvironment()', () => {
  test.for([
    {
      name: 'LABKEY_API_KEY',
      environment: { LABKEY_API_KEY: 'k1', LABKEY_APIKEY: 'k2' },
      key: 'k1',
    },
    { name: 'LABKEY_APIKEY', environment: { LABKEY_API_KEY: ' ', LABKEY_APIKEY: 'k2' }, key: 'k2' },
  ])('takes $name for the server beside it', async ({ name, environment, key }) => {
    const provider = fromEnvironment({ ...environment, LABKEY_BASE_URL: 'https://lab.example' })
    const credential = await provider({ url })
    expect(credential?.secret.reveal()).toBe(key)
    expect(credential?.source).toEqual({ kind: 'environment', place: name })
  })

  test.for([
    { name: 'no server is set', server: {} },
    { name: 'the server is another', server: { LABKEY_BASE_URL: 'https://other.example' } },
    { name: 'the port is another', server: { LABKEY_URL: 'https://lab.example:8443' } },
    { name: 'the scheme is another', server: { LABKEY_SERVER: 'http://lab.example' } },
    { name: 'the server is no URL', server: { LABKEY_BASE_URL: 'lab.example' } },
  ])('skips the key when $name', async ({ server }) => {
    const outcomes: string[] = []
    const provider = fromEnvironment({ LABKEY_API_KEY: 'k', ...server })
    const credential = await provider({ url, onAttempt: ({ outcome }) => outcomes.push(outcome) })
    expect(credential).toBeUndefined()
    expect(outcomes).toEqual(['skipped'])
  })
})

describe('fromNetrc()', () => {
  test('binds the entry of the host to the origin asked for, and tells file and line', async () => {
    await write('# mine\nmachine lab.example login apikey password k\n')
    const credential = await fromNetrc({ file })({ url: new URL('https://lab.example:8443/') })
    expect(credential).toMatchObject({
      origin: 'https://lab.example:8443',
      login: 'apikey',
      source: { kind: 'netrc', place: `${file} line 2`, file, line: 2, machine: 'lab.example' },
    })
    expect(describeSource(credential?.source ?? { kind: 'custom', place: '' })).toBe(
      `netrc file ${file} line 2`,
    )
  })

  test.for([
    { name: 'login apikey over an earlier login', login: undefined, expected: 'k' },
    { name: 'the login that is asked for', login: 'ann@lab.example', expected: 'p' },
  ])('prefers $name', async ({ login, expected }) => {
    await write(
      'machine lab.example login ann@lab.example password p\nmachine lab.example login apikey password k\n',
    )
    const credential = await fromNetrc({ file, ...(login && { login }) })({ url })
    expect(credential?.secret.reveal()).toBe(expected)
  })

  test('finds an international host by its letters', async () => {
    await write('machine bücher.example login apikey password k\n')
    const credential = await fromNetrc({ file })({ url: new URL('https://bücher.example') })
    expect(credential?.secret.reveal()).toBe('k')
  })

  test('uses default unless it is strict', async () => {
    await write('default login apikey password k\n')
    expect((await fromNetrc({ file })({ url }))?.source.machine).toBe('default')
    expect(await fromNetrc({ file, strict: true })({ url })).toBeUndefined()
  })

  test('is not here without a file and without an entry', async () => {
    expect(await fromNetrc({ file })({ url })).toBeUndefined()
    await write('machine other.example login apikey password k\n')
    expect(await fromNetrc({ file })({ url })).toBeUndefined()
  })

  test.for([
    { name: 'mode 0644', text: 'machine lab.example login apikey password k\n', mode: 0o644 },
    { name: 'no password', text: 'machine lab.example login apikey\n' },
    { name: 'no login', text: 'machine lab.example password s3cr3t\n' },
    { name: 'an open quote', text: 'machine lab.example login apikey password "s3cr3t\n' },
    { name: 'a key with a blank', text: 'machine lab.example login apikey password "s3cr3t x"\n' },
    { name: 'UTF-16', text: Buffer.from('\ufeffmachine', 'utf16le') },
    {
      name: 'a password that is not UTF-8',
      text: Buffer.from('machine lab.example login a password \xe9\n', 'latin1'),
    },
  ])('stops the chain on $name, naming the file and not the value', async ({ text, mode }) => {
    await write(text, mode)
    let isNextAsked = false
    const provider = chain(fromNetrc({ file }), async () => {
      isNextAsked = true
      return undefined
    })
    const thrown: unknown = await provider({ url }).catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(CredentialError)
    expect(thrown).toMatchObject({
      code: expect.stringMatching(/^ERR_CREDENTIAL_(SOURCE|FORMAT)$/),
      message: expect.stringContaining(file),
      attempts: [{ source: 'netrc', outcome: 'failed' }],
    })
    expect(isNextAsked).toBe(false)
    expect(inspect(thrown, { depth: 9, showHidden: true })).not.toContain('s3cr3t')
  })
})

describe('defaultProvider()', () => {
  const environment = { LABKEY_API_KEY: 'from-env', LABKEY_BASE_URL: url.href }
  const both = [true, false]
  const cases = both.flatMap((explicit) =>
    both.flatMap((env) =>
      both.flatMap((netrc) => both.map((keychain) => ({ explicit, env, netrc, keychain }))),
    ),
  )
  test.for(cases)(
    'explicit $explicit, environment $env, netrc $netrc, keychain $keychain',
    async (has) => {
      const keychain = memoryKeychain()
      if (has.netrc) await write('machine lab.example login apikey password from-netrc\n')
      if (has.keychain) await keychain.set(url, 'apikey', 'from-keychain')
      const options = {
        ...(has.explicit && { key: 'from-code' }),
        environment: { NETRC: file, ...(has.env && environment) },
        keychain,
      }
      const order = [
        { source: 'explicit', secret: 'from-code', isThere: has.explicit },
        { source: 'environment', secret: 'from-env', isThere: has.env },
        { source: 'netrc', secret: 'from-netrc', isThere: has.netrc },
        { source: 'keychain', secret: 'from-keychain', isThere: has.keychain },
      ].filter(({ isThere }) => isThere)
      const credential = await defaultProvider(options)({ url })
      expect(credential?.secret.reveal()).toBe(order[0]?.secret)
      expect(credential?.source.kind).toBe(order[0]?.source)

      const attempts = await explain(options, { url })
      const having = attempts.filter(({ outcome }) => outcome !== 'not here')
      expect(having.map(({ source, outcome }) => `${source} ${outcome}`)).toEqual(
        order.map(({ source }, index) => `${source} ${index === 0 ? 'found' : 'shadowed'}`),
      )
    },
  )
})

describe('explain()', () => {
  test('tells every source, who won and whom it shadows, without a secret', async () => {
    await write('machine lab.example login apikey password s3cr3t\n')
    const environment = { LABKEY_APIKEY: 's3cr3t', LABKEY_URL: 'https://lab.example', NETRC: file }
    const attempts = await explain({ environment }, { url })
    expect(attempts).toMatchObject([
      { source: 'environment', place: 'LABKEY_APIKEY', outcome: 'found' },
      { source: 'netrc', place: `${file} line 1`, outcome: 'shadowed' },
      { source: 'keychain', outcome: 'skipped' },
    ])
    for (const { durationMs } of attempts) expect(durationMs).toBeGreaterThanOrEqual(0)
    expect(JSON.stringify(attempts)).not.toContain('s3cr3t')
  })

  test('tells a broken source', async () => {
    await write('machine lab.example login apikey\n')
    expect(await explain({ environment: { NETRC: file }, keychain: false }, { url })).toMatchObject(
      [
        {
          source: 'environment',
          place: 'LABKEY_API_KEY, LABKEY_APIKEY',
          outcome: 'not here',
          reason: 'not set',
        },
        {
          source: 'netrc',
          place: `${file} line 1`,
          outcome: 'failed',
          reason: `The netrc entry in ${file} line 1 has no password`,
        },
      ],
    )
  })
})

describe('resolveCredential()', () => {
  test('says where it looked and what to type when there is no credential', async () => {
    const keychain = memoryKeychain()
    const service = 'wellkey:https://lab.example/labkey'
    const width = Math.max(file.length, service.length)
    const provider = defaultProvider({ environment: { NETRC: file }, keychain })
    await expect(resolveCredential(provider, { url })).rejects.toMatchObject({
      code: 'ERR_CREDENTIAL_MISSING',
      message: [
        'No credential for https://lab.example',
        `  environment  ${'LABKEY_API_KEY, LABKEY_APIKEY'.padEnd(width)}  not set`,
        `  netrc        ${file.padEnd(width)}  no such file`,
        `  keychain     ${service.padEnd(width)}  no entry`,
        'Make a key at https://lab.example/labkey/security-externalToolsView.view,',
        'then store it: wellkey login https://lab.example/labkey',
      ].join('\n'),
      attempts: [{ outcome: 'not here' }, { outcome: 'not here' }, { outcome: 'not here' }],
    })
  })

  test.for([
    { server: 'http://lab.example', words: ' --allow-insecure-http' },
    { server: 'http://localhost:8080', words: '' },
  ])('the command for $server ends in "$words"', async ({ server, words }) => {
    const asking = resolveCredential(async () => undefined, { url: new URL(server) })
    await expect(asking).rejects.toMatchObject({
      message: expect.stringMatching(new RegExp(`wellkey login ${server}${words}$`)),
    })
  })

  test('refuses a credential of another origin', async () => {
    const source = { kind: 'custom', place: 'mine' } as const
    const other = createCredential({ url: new URL('https://other.example'), secret: 'k', source })
    await expect(resolveCredential(async () => other, { url })).rejects.toMatchObject({
      code: 'ERR_CREDENTIAL_ORIGIN',
    })
  })

  test('lets the value given in code through for any server', async () => {
    const credential = await resolveCredential(fromValue('k'), { url })
    expect(credential).toMatchObject({ origin: url.origin, source: { kind: 'explicit' } })
  })
})
