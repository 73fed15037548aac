// What only shows at an edge: a polluted prototype, a child's standard error, a save that fails in its last step.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { describe, expect, it, test } from 'vitest'
import {
  defaultProvider,
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
