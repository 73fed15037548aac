import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryKeychain, readKeyRecords } from '@wellkey/credentials'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { run, startLab } from './stage.ts'

const enter = '\r'
let lab: Awaited<ReturnType<typeof startLab>>
let folder: string
let file: string
let environment: Record<string, string>

beforeAll(async () => {
  lab = await startLab({ contextPath: '/labkey', keyFormat: 'scannable' })
})

afterAll(async () => {
  await lab.close()
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-login-'))
  file = join(folder, '.netrc')
  environment = { HOME: folder }
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const origin = (): string => new URL(lab.url).origin
const login = (...more: readonly string[]): readonly string[] => [
  'login',
  lab.url,
  '--with-key',
  ...more,
]

async function recordOf() {
  return (await readKeyRecords({ file: join(folder, 'keys.json') }))[0]
}

describe('login finds the server', () => {
  test.for([
    { name: 'the origin alone', path: '' },
    {
      name: 'a page copied from the browser',
      path: '/labkey/Open%20Data/project-begin.view?a=1#b',
    },
    { name: 'the base URL', path: '/labkey/' },
  ])('from $name', async ({ path }) => {
    const ending = await run(['login', `${origin()}${path}`, '--with-key'], {
      environment,
      stdin: lab.key,
    })
    expect(ending).toMatchObject({ code: 0, stderr: expect.stringContaining(`✓ ${lab.url} takes`) })
    expect(await recordOf()).toMatchObject({ server: lab.url, storage: 'netrc' })
  })

  test.for([
    { typed: '0.0.0.0:1', url: 'https://0.0.0.0:1' },
    { typed: 'localhost:1', url: 'http://localhost:1' },
  ])('asks a person for it, and takes $typed for $url', async ({ typed, url }) => {
    const { code, stderr } = await run(['login'], {
      environment,
      person: [[/Which LabKey Server/, `${typed}${enter}`]],
    })
    expect(code).toBe(5)
    expect(stderr).toContain(`Cannot reach ${url}`)
  })

  test('says what does not answer as LabKey does, with code 5', async () => {
    const { createServer } = await import('node:http')
    const other = createServer((_, answer) => answer.end('<html>It works')).listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const address = other.address()
    const port = typeof address === 'object' ? address?.port : 0
    const { code, stderr } = await run(['login', `http://127.0.0.1:${port}/x`, '--with-key'], {
      environment,
      stdin: lab.key,
    })
    other.close()
    expect(code).toBe(5)
    expect(stderr).toContain('No LabKey Server answers at')
    expect(stderr).toContain('/labkey;')
  })

  test.for([
    { name: 'letters of another script', url: 'https://lаbkey.example', host: 'xn--' },
    { name: 'a number for an address', url: 'http://0x7f000001:9', host: '127.0.0.1' },
  ])('refuses $name until it is meant, before anything is sent', async ({ url, host }) => {
    const { code, stderr } = await run(['login', url, '--with-key'], { environment, stdin: 'k' })
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(host) })
    expect(stderr).toContain('--yes-punycode')
    const agreed = await run(['login', url, '--with-key', '--yes-punycode', '--no-verify'], {
      environment,
      stdin: lab.key,
    })
    expect(agreed.code).toBe(0)
    const no = await run(['login', url], { environment, person: [[/Is that the one/, 'n']] })
    expect(no).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing was changed') })
  })

  test('takes capitals for what they are', async () => {
    const url = lab.url.replace('127.0.0.1', 'LOCALHOST')
    const { code, stderr } = await run(['login', url, '--with-key', '--no-verify'], {
      environment,
      stdin: lab.key,
    })
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('machine localhost'),
    })
  })
})

describe('login reads the key', () => {
  test.for([
    { name: 'white space', key: 'ab cd', words: 'white space' },
    { name: 'a blank before it', key: ' abcd', words: 'white space' },
    { name: 'quotes', key: '"abcd"', words: 'quotes' },
    { name: 'a mark that is not seen', key: 'ab\u200bcd', words: 'a character that no key has' },
    { name: 'a web address', key: 'https://lab.example/x', words: 'web address' },
    { name: 'the placeholder', key: 'the_long_string_session_apikey', words: 'placeholder' },
    { name: 'a long text', key: 'x'.repeat(513), words: 'longer than 512' },
  ])('refuses $name, and sends nothing', async ({ key, words }) => {
    const before = lab.server.journal?.length
    const { code, stderr } = await run(login('--force'), { environment, stdin: key })
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(words) })
    expect(stderr).not.toContain(key)
    expect(lab.server.journal?.length).toBe(before)
  })

  test('refuses a mistyped checksum, unless it is forced', async () => {
    const last = lab.key.at(-1) === 'a' ? 'b' : 'a'
    const key = lab.key.slice(0, -1) + last
    const { code, stderr } = await run(login(), { environment, stdin: key })
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('mistyped') })
    expect(stderr).not.toContain(key)
    const forced = await run(login('--force'), { environment, stdin: key })
    expect(forced.code).toBe(4)
  })

  test('takes off the line end of a pipe', async () => {
    const { code } = await run(login(), { environment, stdin: `${lab.key}\r\n` })
    expect(code).toBe(0)
    expect(await readFile(file, 'utf8')).toContain(`password ${lab.key}\n`)
  })

  test('warns of an unusual length', async () => {
    const { stderr } = await run(login('--no-verify'), { environment, stdin: 'short' })
    expect(stderr).toContain('! The key has 5 characters')
  })

  test('asks for it without showing it, and opens the browser only after a yes', async () => {
    const bin = join(folder, 'bin')
    await mkdir(bin)
    const opener = process.platform === 'darwin' ? 'open' : 'xdg-open'
    await writeFile(
      join(bin, opener),
      `#!/bin/sh\nprintf '%s|%s' "$1" "$LABKEY_API_KEY" >'${folder}/opened'\n`,
    )
    await chmod(join(bin, opener), 0o755)
    const world = {
      environment: { ...environment, PATH: `${bin}:/usr/bin:/bin`, LABKEY_API_KEY: 'not for it' },
    }
    const no = await run(login().slice(0, 2), {
      ...world,
      person: [
        [/Open that page/, 'n'],
        [/Paste the key/, `${lab.key}${enter}`],
      ],
    })
    expect(no.code).toBe(0)
    expect(no.stderr).not.toContain(lab.key)
    await expect(readFile(join(folder, 'opened'))).rejects.toMatchObject({ code: 'ENOENT' })
    const yes = await run([...login().slice(0, 2), '--yes'], {
      ...world,
      person: [
        [/Open that page/, 'y'],
        [/Paste the key/, `"${lab.key}"${enter}`],
        [/leave them out/, `${lab.key}${enter}`],
      ],
    })
    expect(yes.code).toBe(0)
    await expect
      .poll(async () => readFile(join(folder, 'opened'), 'utf8').catch(() => ''))
      .toBe(`${lab.url}/security-externalToolsView.view|`)
  })
})

describe('login stores the key', () => {
  test('in the keychain when there is one, and says so', async () => {
    const keychain = memoryKeychain()
    const { code, stderr } = await run(login(), { environment, keychain, stdin: lab.key })
    expect(code).toBe(0)
    expect(stderr).toContain(`✓ Stored in the keychain as wellkey:${lab.url}, login apikey`)
    expect((await keychain.get(lab.url, 'apikey'))?.reveal()).toBe(lab.key)
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await recordOf()).toMatchObject({ storage: 'keychain', kind: 'api', login: 'apikey' })
    expect(await readFile(join(folder, 'keys.json'), 'utf8')).not.toContain(lab.key)
  })

  test.for(['netrc', 'keychain'] as const)('where a person wants it: %s', async (storage) => {
    const keychain = memoryKeychain()
    const down = '\u001b[B'
    const { code } = await run(login().slice(0, 2), {
      environment,
      keychain,
      person: [
        [/Open that page/, 'n'],
        [/Paste the key/, `${lab.key}${enter}`],
        [/Where shall/, storage === 'netrc' ? down : enter],
        ...(storage === 'netrc' ? ([[/[^]/, enter]] as const) : []),
      ],
    })
    expect(code).toBe(0)
    expect(await recordOf()).toMatchObject({ storage })
  })

  test.for(['locked', 'timeout', 'failed'] as const)(
    'nowhere when the keychain is %s: no file is written instead',
    async (trouble) => {
      const keychain = memoryKeychain()
      keychain.failNext(trouble)
      await writeFile(file, '# mine\n', { mode: 0o600 })
      const { code, stderr } = await run(login(), { environment, keychain, stdin: lab.key })
      expect(code).toBe(1)
      expect(stderr).toContain('Nothing was stored')
      expect(stderr).toContain('--store netrc')
      expect(await readFile(file, 'utf8')).toBe('# mine\n')
      expect(await recordOf()).toBeUndefined()
    },
  )

  test('nowhere when the keychain fails at the last moment', async () => {
    const keychain = memoryKeychain()
    const failing = {
      ...keychain,
      set: async (...entry: Parameters<typeof keychain.set>) => {
        keychain.failNext('failed')
        await keychain.set(...entry)
      },
    }
    const { code, stderr } = await run(login(), { environment, keychain: failing, stdin: lab.key })
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Nothing was stored'),
    })
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('not in a file when the keychain was asked for and there is none', async () => {
    const { code } = await run(login('--store', 'keychain'), { environment, stdin: lab.key })
    expect(code).toBe(1)
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test.for(['netrc', 'keychain'] as const)(
    'in place of another one only if told: %s',
    async (store) => {
      const keychain = memoryKeychain()
      const other = randomBytes(32).toString('hex')
      await run(login('--store', store, '--no-verify'), { environment, keychain, stdin: other })
      const held = async (): Promise<string | undefined> =>
        store === 'netrc'
          ? /password (\S+)/.exec(await readFile(file, 'utf8'))?.[1]
          : (await keychain.get(lab.url, 'apikey'))?.reveal()
      const refused = await run(login('--store', store), { environment, keychain, stdin: lab.key })
      expect(refused.code).toBe(1)
      expect(refused.stderr).toContain('already has another key')
      expect(refused.stderr).toContain('stored just now')
      expect(await held()).toBe(other)
      const no = await run(
        login('--store', store).filter((word) => word !== '--with-key'),
        {
          environment,
          keychain,
          person: [
            [/Open that page/, 'n'],
            [/Paste the key/, `${lab.key}${enter}`],
            [/Replace it/, 'n'],
          ],
        },
      )
      expect(no.code).toBe(1)
      expect(await held()).toBe(other)
      const forced = await run(login('--store', store, '--yes'), {
        environment,
        keychain,
        stdin: lab.key,
      })
      expect(forced).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('✓ Replaced the key'),
      })
      expect(await held()).toBe(lab.key)
      const again = await run(login('--store', store), { environment, keychain, stdin: lab.key })
      expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('✓ Already stored') })
      expect(refused.stderr + no.stderr + forced.stderr).not.toContain(other)
    },
  )

  test('warns that another login of the machine stands first', async () => {
    await writeFile(file, 'machine 127.0.0.1 login ann@lab.example password p\n', { mode: 0o600 })
    const { code, stderr } = await run(login('--store', 'netrc'), { environment, stdin: lab.key })
    expect(code).toBe(0)
    expect(stderr).toContain(`! ${file} line 1 has login ann@lab.example for 127.0.0.1 first`)
  })

  test('warns that the netrc file wins over the keychain', async () => {
    await writeFile(file, `machine 127.0.0.1 login apikey password ${lab.key}\n`, { mode: 0o600 })
    const keychain = memoryKeychain()
    const { stderr } = await run(login('--store', 'keychain'), {
      environment,
      keychain,
      stdin: lab.key,
    })
    expect(stderr).toContain(
      `! ${file} line 1 is set for this server and wins over what was stored`,
    )
  })

  test('not at all when the disk does not take it: code 1, and the old file stays', async () => {
    await mkdir(file)
    const { code, stderr } = await run(login('--store', 'netrc'), { environment, stdin: lab.key })
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining(file) })
    expect(stderr).not.toContain('✓ Stored')
    expect(await recordOf()).toBeUndefined()
  })

  test.skipIf(process.getuid?.() !== 0)(
    "not in root's file for who is root by sudo (needs root)",
    async () => {
      const world = { environment: { ...environment, SUDO_UID: '65534' }, stdin: lab.key }
      const { code, stderr } = await run(login('--store', 'netrc'), world)
      expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('sudo') })
      await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' })
      const named = await run(login('--file', file), world)
      expect(named.code).toBe(0)
    },
  )

  test('not after Ctrl-C: code 130, nothing written', async () => {
    const controller = new AbortController()
    controller.abort()
    const { code } = await run(login(), { environment, stdin: lab.key, signal: controller.signal })
    expect(code).toBe(130)
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' })
    const typed = await run(login().slice(0, 2), {
      environment,
      person: [[/Open that page/, '\u0003']],
    })
    expect(typed).toMatchObject({
      code: 130,
      stderr: expect.stringContaining('nothing was changed'),
    })
  })
})

describe('login --create', () => {
  const create = (kind: string): readonly string[] => ['login', lab.url, '--create', kind]
  const signIn = (password = lab.user.password): readonly (readonly [RegExp, string])[] => [
    [/E-mail/, `${lab.user.email}${enter}`],
    [/Password/, `${password}${enter}`],
  ]

  test('api signs in, makes an API key with its expiry, and shows neither password nor key', async () => {
    const { code, stderr } = await run(create('api'), { environment, person: signIn() })
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('✓ Stored') })
    const key = /password (\S+)/.exec(await readFile(file, 'utf8'))?.[1] ?? ''
    expect(key).toMatch(/^lka_/)
    const record = await recordOf()
    expect(record).toMatchObject({ kind: 'api', keyId: expect.stringMatching(/^\d+$/) })
    const days = (Date.parse(record?.expires ?? '') - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(89)
    expect(days).toBeLessThan(91)
    expect(stderr).not.toContain(key)
    expect(stderr).not.toContain(lab.user.password)
  })

  test('session shows the terms, and makes a key only after a yes', async () => {
    const no = await run(create('session'), {
      environment,
      person: [...signIn(), [/Do you agree/, 'n']],
    })
    expect(no).toMatchObject({ code: 1, stderr: expect.stringContaining('Terms of use') })
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' })
    const yes = await run(create('session'), {
      environment,
      person: [...signIn(), [/Do you agree/, 'y']],
    })
    expect(yes.code).toBe(0)
    expect(await readFile(file, 'utf8')).toMatch(/password lks_/)
    expect(await recordOf()).toMatchObject({ kind: 'session' })
    expect((await run(['whoami', lab.url], { environment })).code).toBe(0)
  })

  test('says that a password is wrong, with code 4', async () => {
    const { code, stderr } = await run(create('api'), { environment, person: signIn('wrong-one') })
    expect({ code, stderr }).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('did not let you sign in'),
    })
    expect(stderr).not.toContain('wrong-one')
  })

  test('needs a terminal, and does not go with --with-key', async () => {
    expect((await run(create('api'), { environment })).code).toBe(2)
    const both = await run([...create('api'), '--with-key'], { environment, stdin: 'k' })
    expect(both.code).toBe(2)
  })
})
