// What only shows at an edge: a polluted prototype, a child's standard error, a save that fails in its last step.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { promisify } from 'node:util'
import { describe, expect, it, test } from 'vitest'
import {
  cached,
  chain,
  CredentialError,
  defaultProvider,
  fromEnvironment,
  fromNetrc,
  fromValue,
  fromCommand,
  memoryKeychain,
  parseServerUrl,
  setKeyRecord,
} from '@wellkey/credentials'

const url = new URL('https://lab.example/labkey/')

describe('defaultProvider()', () => {
  test('a polluted prototype gives it no key and no place to look', async () => {
    const keychain = memoryKeychain()
    await keychain.set(url.href, 'apikey', 'of-the-keychain')
    const netrc = { file: join(tmpdir(), 'wellkey-no-such-file') }
    const polluted = Object.prototype as { key?: string }
    polluted.key = 'of-the-prototype'
    try {
      const found = await defaultProvider({ environment: {}, netrc, keychain })({ url })
      expect(found?.source.kind).toBe('keychain')
    } finally {
      delete polluted.key
    }
  })
})

describe('chain()', () => {
  test('an error of a provider that tells no attempts stays the same error', async () => {
    const error = new CredentialError('ERR_CREDENTIAL_SOURCE', 'of a provider of somebody else')
    const failing = chain(async () => {
      throw error
    })
    await expect(failing({ url })).rejects.toBe(error)
  })
})

describe('fromCommand()', () => {
  it.skipIf(process.platform === 'win32')(
    'keeps no program alive when what it started keeps its output open',
    async () => {
      const source =
        process.env['TEST_DIST'] === '1' ? [] : ['--import=tsx', '--conditions=@wellkey/source']
      const script = `
        import { fromCommand } from '@wellkey/credentials'
        const provider = fromCommand(['sh', '-c', 'sleep 60 & exec sleep 60'], { timeoutMs: 300 })
        await provider({ url: new URL('${url.href}') }).catch((error) => console.log(error.code))`
      const started = performance.now()
      const { stdout } = await promisify(execFile)(
        execPath,
        [...source, '--input-type=module', '--eval', script],
        { cwd: import.meta.dirname, timeout: 30_000 },
      )
      expect(stdout).toBe('ERR_CREDENTIAL_SOURCE\n')
      // The program that was started waits for a minute.
      expect(performance.now() - started).toBeLessThan(30_000)
    },
    40_000,
  )
})

describe('fromEnvironment()', () => {
  test('a polluted prototype gives it no key', async () => {
    const polluted = Object.prototype as { LABKEY_API_KEY?: string }
    polluted.LABKEY_API_KEY = 'of-the-prototype'
    try {
      const environment = { LABKEY_BASE_URL: url.href }
      expect(await fromEnvironment(environment)({ url })).toBeUndefined()
    } finally {
      delete polluted.LABKEY_API_KEY
    }
  })
})

describe('fromValue()', () => {
  test('takes a key of 512 characters, and none of 513', async () => {
    const key = 'k'.repeat(512)
    expect((await fromValue(key)({ url }))?.secret.reveal()).toBe(key)
    await expect(fromValue(`${key}k`)({ url })).rejects.toMatchObject({
      code: 'ERR_CREDENTIAL_FORMAT',
    })
  })

  test('leaves the blanks around a password', async () => {
    const credential = await fromValue({ login: 'ann@lab.example', secret: ' p \n' })({ url })
    expect(credential?.secret.reveal()).toBe(' p ')
  })
})

describe("a netrc file of one's own", () => {
  const withFile = async (text: string, use: (file: string) => Promise<void>): Promise<void> => {
    const folder = await mkdtemp(join(tmpdir(), 'wellkey-edges-'))
    try {
      const file = join(folder, 'netrc')
      await writeFile(file, text, { mode: 0o600 })
      await use(file)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  const entry = (name: string): string => `machine ${name} login apikey password of-${name}\n`

  test('is the one that defaultProvider() looks at', async () => {
    await withFile(entry('lab.example'), async (file) => {
      const provider = defaultProvider({ environment: {}, netrc: { file }, keychain: false })
      expect((await provider({ url }))?.source.file).toBe(file)
    })
  })

  test('has an entry for port 80 where the URL is one of plain http', async () => {
    await withFile(`${entry('localhost:443')}${entry('localhost:80')}`, async (file) => {
      const found = await fromNetrc({ file })({ url: new URL('http://localhost/') })
      expect(found?.secret.reveal()).toBe('of-localhost:80')
    })
  })

  test('is told to whoever asks cached(), also when the answer was kept', async () => {
    await withFile(entry('lab.example'), async (file) => {
      const provider = cached(fromNetrc({ file }))
      const files: string[] = []
      const onFile = (path: string): unknown => files.push(path)
      await provider({ url, onFile })
      await provider({ url, onFile })
      expect(files).toEqual([file, file])
    })
  })
})

describe('fromCommand()', () => {
  it.skipIf(process.platform === 'win32')('gives the program no way to the terminal', async () => {
    // What it writes to its standard error may hold the secret: there it goes nowhere.
    const script = `const { fstatSync, statSync } = require('node:fs')
      const nowhere = statSync('/dev/null').rdev
      process.stdout.write([0, 2].map((at) => fstatSync(at).rdev === nowhere).join())`
    const credential = await fromCommand([execPath, '-e', script])({ url })
    expect(credential?.secret.reveal()).toBe('true,true')
  })
})

describe('parseServerUrl()', () => {
  test('refuses a URL that holds a password alone, and does not repeat it', () => {
    expect(() => parseServerUrl('https://:s3cr3t@lab.example')).toThrow(
      /^(?!.*s3cr3t).*holds a login/,
    )
  })

  test.for(['false', 1, {}])('takes only true for allowInsecureHttp, not %j', (given) => {
    const options = { allowInsecureHttp: given as unknown as boolean }
    expect(() => parseServerUrl('http://lab.example', options)).toThrow(/clear text/)
  })
})

describe('setKeyRecord()', () => {
  test('leaves nothing beside the file when it cannot take its place', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wellkey-records-'))
    try {
      const file = join(folder, 'keys.json')
      await mkdir(join(file, 'taken'), { recursive: true })
      const record = { server: url, login: 'apikey', storage: 'keychain' } as const
      await expect(setKeyRecord(record, { file })).rejects.toMatchObject({
        code: 'ERR_CREDENTIAL_SOURCE',
      })
      expect(await readdir(folder)).toEqual(['keys.json'])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
