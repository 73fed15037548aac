import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest'
import { keychainEntry, memoryKeychain, systemKeychain, type Keychain } from '@wellkey/credentials'
import { describeKeychain } from './keychain-contract.ts'
import {
  hasScreen,
  hasSecretService,
  startSession,
  type Session,
  type SessionOptions,
} from './secret-service.ts'

const server = 'https://lab.example/labkey'
const service = 'wellkey:https://lab.example/labkey'
// Far more than a call takes: what ends it is an answer, not the deadline.
const timeoutMs = 30_000
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

/** Starts a session before the tests of this block, and ends it after them. */
function useSession(options: SessionOptions, isHere: boolean): { readonly current: () => Session } {
  let session: Session | undefined
  const current = (): Session => {
    if (session === undefined) throw new Error('there is no session')
    return session
  }
  if (!isHere) return { current }
  beforeAll(async () => {
    session = await startSession(options)
  })
  afterAll(async () => {
    await session?.stop()
  })
  return { current }
}

function keychainOf({ environment }: Session, deadlineMs: number = timeoutMs): Keychain {
  return systemKeychain({ environment, timeoutMs: deadlineMs })
}

async function rejection(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('keychainEntry()', () => {
  test.for([
    { server: 'https://LAB.example:443', service: 'wellkey:https://lab.example' },
    { server: 'https://lab.example/labkey/', service },
    { server: 'http://lab.example:8080/a/b', service: 'wellkey:http://lab.example:8080/a/b' },
  ])('names $server $service', ({ server: given, service: expected }) => {
    expect(keychainEntry(given, 'apikey')).toEqual({ service: expected, account: 'apikey' })
  })
})

describe('memoryKeychain()', () => {
  const keychain = memoryKeychain()
  describeKeychain('memoryKeychain()', () => keychain)

  test.for(['unavailable', 'locked', 'timeout', 'failed'] as const)(
    'failNext() lets one call meet the trouble %s',
    async (trouble) => {
      keychain.failNext(trouble)
      const code = `ERR_CREDENTIAL_KEYCHAIN_${trouble.toUpperCase()}`
      expect(await rejection(keychain.get(server, 'apikey'))).toMatchObject({ code })
      expect(await keychain.get(server, 'apikey')).toBeUndefined()
    },
  )
})

describe('systemKeychain() on a Secret Service', () => {
  const { current } = useSession({ keyring: 'unlocked' }, hasSecretService)
  describeKeychain('systemKeychain()', () => keychainOf(current()), hasSecretService)

  it.skipIf(!hasSecretService)('shares entries with secret-tool, both ways', async () => {
    const session = current()
    const secret = randomBytes(32).toString('hex')
    await keychainOf(current()).set(server, 'apikey', secret)
    expect(
      await session.run('secret-tool', 'lookup', 'service', service, 'account', 'apikey'),
    ).toBe(secret)
    await session.run('secret-tool', 'clear', 'service', service, 'account', 'apikey')
    expect(await keychainOf(current()).get(server, 'apikey')).toBeUndefined()
  })

  it.skipIf(!hasSecretService)('is not disturbed by items of other programs', async () => {
    const { environment } = current()
    const args = ['store', '--label=x', 'service', service, 'username', 'other']
    const tool = spawn('secret-tool', args, {
      env: environment,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    tool.stdin.end('foreign')
    expect(await once(tool, 'exit')).toEqual([0, null])
    expect(await keychainOf(current()).get(server, 'apikey')).toBeUndefined()
    expect(await keychainOf(current()).delete(server, 'apikey')).toBe(false)
  })

  it.skipIf(!hasSecretService)('puts no secret and no key into arguments', async () => {
    const secret = `s3cr3t${randomBytes(16).toString('hex')}`
    const seen: string[] = []
    const watch = setInterval(() => seen.push(...commandLines()), 1)
    await keychainOf(current()).set(server, 'apikey', secret)
    clearInterval(watch)
    const ofWorker = seen.filter((line) => line.includes('native[method]'))
    expect(ofWorker.length).toBeGreaterThan(0)
    expect(seen.join('\n')).not.toContain(secret)
  })

  it.skipIf(!hasSecretService)('takes no options for Node that are meant for others', async () => {
    const keychain = systemKeychain({
      environment: {
        ...current().environment,
        NODE_OPTIONS: '--require=/nowhere/other.cjs',
        // Node says so on standard error, and goes on slowly.
        NODE_EXTRA_CA_CERTS: '/nowhere/certificates.pem',
      },
      timeoutMs,
    })
    expect(await keychain.get(server, 'nobody')).toBeUndefined()
  })
})

describe('systemKeychain() with a keytar that fails', () => {
  const { current } = useSession({ keyring: 'unlocked' }, hasSecretService)
  const secret = `s3cr3t${randomBytes(16).toString('hex')}`
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-keytar-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.skipIf(!hasSecretService).for([
    {
      name: 'keeps another secret than it was given',
      module: `module.exports = { setPassword: async () => {}, getPassword: async () => 'another' }`,
      trouble: 'FAILED',
      words: 'does not hold what was just stored',
    },
    {
      name: 'keeps nothing',
      module: `module.exports = { setPassword: async () => {}, getPassword: async () => null }`,
      trouble: 'FAILED',
      words: 'does not hold what was just stored',
    },
    {
      name: 'repeats the secret in its error',
      module: `exports.setPassword = async (service, account, secret) => { throw new Error('no ' + secret) }`,
      trouble: 'FAILED',
      words: 'The keychain refuses: no ****',
    },
    {
      name: 'does not load',
      module: `throw new Error('no native part')`,
      trouble: 'UNAVAILABLE',
      words: 'install libsecret (apt install libsecret-1-0',
    },
    {
      name: 'ends the process',
      module: `exports.setPassword = async (service, account, secret) => { console.log(secret); process.exit(9) }`,
      trouble: 'FAILED',
      words: 'ended with code 9 without an answer',
    },
    {
      name: 'crashes',
      module: `exports.setPassword = async () => { process.kill(process.pid, 'SIGSEGV') }`,
      trouble: 'FAILED',
      words: 'was killed without an answer',
    },
    {
      name: 'talks without end',
      module: `exports.setPassword = async () => { console.log('x'.repeat(2 ** 24)) }`,
      trouble: 'FAILED',
      words: 'answers with more than a secret',
    },
  ])('set() says so when it $name', async ({ name, module, trouble, words }) => {
    const keytar = join(folder, `${name.replaceAll(' ', '-')}.cjs`)
    writeFileSync(keytar, module)
    const { environment } = current()
    const keychain = systemKeychain({ environment, timeoutMs, keytar })
    const error = await rejection(keychain.set(server, 'apikey', secret))
    expect(error).toMatchObject({
      code: `ERR_CREDENTIAL_KEYCHAIN_${trouble}`,
      message: expect.stringContaining(words),
    })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret)
  })
})

/** The command lines of all processes, as anybody on this machine can see them. */
function commandLines(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readOrNothing(`/proc/${pid}/cmdline`))
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

describe('systemKeychain() on a locked keyring', () => {
  const { current } = useSession({ keyring: 'unlocked' }, hasSecretService)
  const locked = { name: 'CredentialError', code: 'ERR_CREDENTIAL_KEYCHAIN_LOCKED' }
  if (hasSecretService) {
    beforeAll(async () => {
      await keychainOf(current()).set(server, 'apikey', 's3cr3t')
      await current().logInAgain()
    })
  }

  it.skipIf(!hasSecretService)('get(), set() and delete() say so, not "no entry"', async () => {
    const keychain = keychainOf(current())
    expect(await rejection(keychain.get(server, 'apikey'))).toMatchObject(locked)
    expect(await rejection(keychain.set(server, 'apikey', 'new'))).toMatchObject(locked)
    expect(await rejection(keychain.delete(server, 'apikey'))).toMatchObject(locked)
    const other = 'https://other.example'
    expect(await rejection(keychain.set(other, 'apikey', 'new'))).toMatchObject(locked)
  })

  it.skipIf(!hasSecretService)('get() of an entry that is in no keyring has nothing', async () => {
    expect(await keychainOf(current()).get('https://other.example', 'apikey')).toBeUndefined()
  })
})

describe('systemKeychain() without a keyring', () => {
  const { current } = useSession({ keyring: 'new' }, hasSecretService)

  it.skipIf(!hasSecretService)('has nothing, and says what makes a keyring', async () => {
    const keychain = keychainOf(current())
    expect(await keychain.get(server, 'apikey')).toBeUndefined()
    expect(await rejection(keychain.set(server, 'apikey', 'new'))).toMatchObject({
      code: 'ERR_CREDENTIAL_KEYCHAIN_LOCKED',
      message: expect.stringContaining('no keyring yet'),
    })
  })
})

describe('systemKeychain() without a Secret Service', () => {
  const unavailable = 'ERR_CREDENTIAL_KEYCHAIN_UNAVAILABLE'
  const { current } = useSession({ keyring: 'none' }, hasSecretService)

  it.skipIf(!hasSecretService)('names the package to install', async () => {
    const keychain = keychainOf(current())
    const errors = await Promise.all([
      rejection(keychain.get(server, 'apikey')),
      rejection(keychain.set(server, 'apikey', 'k')),
      rejection(keychain.delete(server, 'apikey')),
    ])
    for (const error of errors) {
      expect(error).toMatchObject({
        code: unavailable,
        message: expect.stringContaining('apt or dnf install gnome-keyring'),
      })
    }
  })

  it.skipIf(!hasSecretService)('tells a bus that is gone', async () => {
    const environment = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }
    const keychain = systemKeychain({ environment, timeoutMs })
    expect(await rejection(keychain.get(server, 'apikey'))).toMatchObject({
      code: unavailable,
    })
  })

  it.skipIf(process.platform !== 'linux')('tells a session without a bus at once', async () => {
    const keychain = systemKeychain({ environment: {}, timeoutMs })
    const error = await rejection(keychain.get(server, 'apikey'))
    expect(error).toMatchObject({
      code: unavailable,
      message: expect.stringContaining('netrc file with mode 600'),
    })
    expect(inspect(error)).toContain('gnome-keyring')
  })
})

describe('systemKeychain() behind an unlock prompt that nobody answers', () => {
  const { current } = useSession({ keyring: 'unlocked', screen: true }, hasScreen)
  if (hasScreen) {
    beforeAll(async () => {
      await keychainOf(current()).set(server, 'apikey', 's3cr3t')
      await current().logInAgain()
    })
  }

  it.skipIf(!hasScreen)('get() ends at its deadline, and leaves no process', async () => {
    const error = await rejection(keychainOf(current(), 1500).get(server, 'apikey'))
    expect(error).toMatchObject({
      code: 'ERR_CREDENTIAL_KEYCHAIN_TIMEOUT',
      message: expect.stringContaining('within 1.5 s'),
    })
    await expect.poll(() => workersOf(current()), { timeout: 30_000 }).toEqual([])
  })

  it.skipIf(!hasScreen)('set() ends at its deadline too', async () => {
    const error = await rejection(keychainOf(current(), 1500).set(server, 'apikey', 'new'))
    expect(error).toMatchObject({
      code: expect.stringMatching(/^ERR_CREDENTIAL_KEYCHAIN_(TIMEOUT|LOCKED)$/),
    })
  })

  it.skipIf(!hasScreen)('a program that ends meanwhile leaves no process behind', async () => {
    const script = `
      import { systemKeychain } from '@wellkey/credentials'
      systemKeychain({ timeoutMs: 60_000 }).get('${server}', 'apikey')
      process.stdin.on('end', () => process.exit(7)).resume()`
    const onDist = process.env['TEST_DIST'] === '1'
    const source = onDist ? [] : ['--import=tsx', '--conditions=@wellkey/source']
    const program = spawn(process.execPath, [...source, '--input-type=module', '--eval', script], {
      cwd: import.meta.dirname,
      env: current().environment,
      stdio: ['pipe', 'inherit', 'inherit'],
    })
    await expect.poll(() => workersOf(current()).length, { timeout: 30_000 }).toBe(1)
    program.stdin.end()
    expect(await once(program, 'exit')).toEqual([7, null])
    await expect.poll(() => workersOf(current()), { timeout: 30_000 }).toEqual([])
  })
})

/** The ids of the processes that call keytar in a session. */
function workersOf({ environment }: Session): readonly string[] {
  const bus = environment['DBUS_SESSION_BUS_ADDRESS'] ?? 'none'
  return readdirSync('/proc').filter(
    (pid) =>
      readOrNothing(`/proc/${pid}/cmdline`).includes('native[method]') &&
      readOrNothing(`/proc/${pid}/environ`).includes(bus),
  )
}
