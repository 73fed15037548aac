// A netrc file behind gpg: with the real program and keys of a throw-away key ring, and with impostors.
import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  editNetrc,
  editNetrcSync,
  findEntry,
  locateNetrc,
  readNetrc,
  readNetrcSync,
  setEntry,
} from '@wellkey/netrc'
import type { NetrcDocument } from '@wellkey/netrc'
import { bareEnvironment, editChild } from './edit-child.ts'
import { forEachTest } from './made-netrc.ts'

const hasGpg = spawnSync('gpg', ['--version']).error === undefined
const hasStrace = spawnSync('strace', ['--version']).error === undefined
const password = randomBytes(16).toString('hex')
const plain = `# mine\nmachine first.example login u password ${password}\n`

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made), { name: '.netrc.gpg', text: undefined })

const addKey = (document: NetrcDocument): NetrcDocument =>
  setEntry(document, { host: 'h.example', login: 'apikey', password: 'k' })

describe('locateNetrc()', () => {
  test('prefers the encrypted file beside the plain one, and takes NETRC as it is', () => {
    const environment = { HOME: folder }
    const plainFile = join(folder, '.netrc')
    expect(locateNetrc({ environment })).toBe(plainFile)
    writeFileSync(file, '')
    expect(locateNetrc({ environment })).toBe(file)
    writeFileSync(plainFile, '')
    expect(locateNetrc({ environment })).toBe(file)
    expect(locateNetrc({ environment: { ...environment, NETRC: plainFile } })).toBe(plainFile)
    const windows = { platform: 'win32', environment } as const
    rmSync(file)
    rmSync(plainFile)
    writeFileSync(join(folder, '_netrc.gpg'), '')
    expect(locateNetrc(windows)).toBe(join(folder, '_netrc.gpg'))
  })
})

describe.skipIf(!hasGpg)('a .netrc.gpg (needs gpg)', () => {
  let home: string
  const gpg = (args: readonly string[], input = ''): Buffer =>
    execFileSync('gpg', ['--batch', '--quiet', ...args], {
      input,
      env: { ...process.env, GNUPGHOME: home },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
  const encryptTo = (...args: readonly string[]): void =>
    writeFileSync(file, gpg(['--trust-model=always', ...args, '--encrypt'], plain), { mode: 0o600 })
  const recipients = (): readonly string[] => {
    const { stderr } = spawnSync(
      'gpg',
      ['--batch', '--list-only', '--status-fd', '2', '-d', file],
      {
        env: { ...process.env, GNUPGHOME: home },
      },
    )
    return [...String(stderr).matchAll(/ENC_TO (\w+)/g)].map(([, id]) => id ?? '').toSorted()
  }

  beforeAll(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'wellkey-gpg-')))
    chmodSync(home, 0o700)
    for (const name of ['ann', 'bob']) {
      gpg([
        '--passphrase',
        '',
        '--quick-generate-key',
        `${name}@example.test`,
        'future-default',
        'default',
        '1d',
      ])
    }
  }, 60_000)

  afterAll(() => {
    spawnSync('gpgconf', ['--homedir', home, '--kill', 'all'])
    rmSync(home, { recursive: true, force: true })
  })

  beforeEach(() => {
    vi.stubEnv('GNUPGHOME', home)
  })

  afterEach(() => {
    vi.unstubAllEnvs()
  })

  test('is read, asynchronously and not, whoever may read the cipher', async () => {
    encryptTo('--armor', '-r', 'ann@example.test')
    chmodSync(file, 0o644)
    expect(findEntry(await readNetrc(file), { host: 'first.example' })?.password).toBe(password)
    expect(findEntry(readNetrcSync(file), { host: 'first.example' })?.password).toBe(password)
  })

  test.for([
    { name: 'one key, armored', args: ['--armor', '-r', 'ann@example.test'], isArmored: true },
    {
      name: 'two keys, binary',
      args: ['-r', 'ann@example.test', '-r', 'bob@example.test'],
      isArmored: false,
    },
  ])('stays encrypted to $name', async ({ args, isArmored }) => {
    encryptTo(...args)
    const before = recipients()
    expect(before).toHaveLength(args.filter((arg) => arg === '-r').length)
    expect(await editNetrc(file, addKey)).toMatchObject({ isChanged: true, isTightened: false })
    expect(recipients()).toEqual(before)
    editNetrcSync(file, (document) => setEntry(document, { host: 'sync.example', login: 'x' }))
    expect(recipients()).toEqual(before)
    expect(readFileSync(file, 'latin1').startsWith('-----BEGIN PGP')).toBe(isArmored)
    const text = gpg(['--decrypt', '--', file]).toString()
    expect(text.startsWith(plain)).toBe(true)
    expect(text).toContain('machine h.example')
    expect(text).toContain('machine sync.example')
    expect(readdirSync(folder)).toEqual(['.netrc.gpg'])
  })

  test('is made for the default key, with mode 0600', async () => {
    expect(await editNetrc(file, addKey)).toMatchObject({ isCreated: true })
    expect(recipients()).toHaveLength(1)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(findEntry(await readNetrc(file), { host: 'h.example' })?.login).toBe('apikey')
  })

  test('is not written when nothing changes, and only tightened when others could read it', async () => {
    encryptTo('-r', 'ann@example.test')
    const cipher = readFileSync(file)
    const same = (document: NetrcDocument): NetrcDocument => document
    expect(await editNetrc(file, same)).toMatchObject({ isChanged: false, isTightened: false })
    chmodSync(file, 0o644)
    expect(await editNetrc(file, same)).toMatchObject({ isChanged: false, isTightened: true })
    expect(readFileSync(file).equals(cipher)).toBe(true)
  })

  test.for([
    {
      name: 'a hidden recipient',
      make: () => encryptTo('-r', 'ann@example.test', '-R', 'bob@example.test'),
      says: /hidden recipient/,
    },
    {
      name: 'a passphrase',
      make: () =>
        writeFileSync(
          file,
          gpg(
            [
              '--pinentry-mode',
              'loopback',
              '--passphrase',
              'pass',
              '-r',
              'ann@example.test',
              '--trust-model=always',
              '-c',
              '-e',
            ],
            plain,
          ),
          { mode: 0o600 },
        ),
      says: /passphrase, which a save would lose/,
    },
  ])('that has $name is read but not rewritten', async ({ make, says }) => {
    make()
    const cipher = readFileSync(file)
    expect(findEntry(await readNetrc(file), { host: 'first.example' })?.password).toBe(password)
    await expect(editNetrc(file, addKey)).rejects.toMatchObject({
      code: 'ERR_NETRC_GPG',
      message: expect.stringMatching(says),
    })
    expect(readFileSync(file).equals(cipher)).toBe(true)
    expect(readdirSync(folder)).toEqual(['.netrc.gpg'])
  })

  test.for([
    {
      name: 'no message',
      make: () => Buffer.from(plain),
      says: /no OpenPGP message|not encrypted/,
    },
    {
      name: 'a message that anybody could make',
      make: () => gpg(['--store'], plain),
      says: /is not encrypted/,
    },
    {
      name: 'one that is only signed',
      make: () => gpg(['--sign'], plain),
      says: /is not encrypted/,
    },
  ])('that holds $name is refused, without its text', async ({ make, says }) => {
    writeFileSync(file, make(), { mode: 0o600 })
    for (const read of [() => readNetrc(file), () => editNetrc(file, addKey)]) {
      const error: unknown = await read().catch((caught: unknown) => caught)
      expect(error).toMatchObject({ code: 'ERR_NETRC_GPG', message: expect.stringMatching(says) })
      expect(String(error)).not.toContain(password)
    }
  })

  test('that is for somebody else says so', async () => {
    encryptTo('-r', 'ann@example.test')
    const stranger = join(folder, 'stranger')
    mkdirSync(stranger, { mode: 0o700 })
    vi.stubEnv('GNUPGHOME', stranger)
    await expect(readNetrc(file)).rejects.toMatchObject({
      code: 'ERR_NETRC_GPG',
      message: expect.stringContaining('none of the keys'),
    })
    spawnSync('gpgconf', ['--homedir', stranger, '--kill', 'all'])
  })

  test('that grows beyond maxBytes once decrypted is refused', async () => {
    writeFileSync(
      file,
      gpg(['-r', 'ann@example.test', '--trust-model=always', '-e'], '\n'.repeat(2 ** 20)),
    )
    chmodSync(file, 0o600)
    expect(statSync(file).size).toBeLessThan(2 ** 14)
    const options = { maxBytes: 2 ** 14 }
    await expect(readNetrc(file, options)).rejects.toMatchObject({ code: 'ERR_NETRC_TOO_LARGE' })
    expect(() => readNetrcSync(file, options)).toThrow(
      expect.objectContaining({ code: 'ERR_NETRC_TOO_LARGE' }),
    )
  })

  test.skipIf(!hasStrace)('never has its plain text on the disk (needs strace)', () => {
    encryptTo('-r', 'ann@example.test')
    const log = join(folder, 'strace.log')
    const trace = ['-f', '-y', '-s', '100000', '-e', 'trace=write,pwrite64,writev,pwritev,mmap']
    const [node, ...args] = editChild(file, 'added', '1', '64')
    execFileSync('strace', [...trace, '-o', log, node, ...args], {
      env: { ...bareEnvironment, GNUPGHOME: home },
    })
    const writes = readFileSync(log, 'latin1')
      .split('\n')
      .filter((line) => /password|added-0/.test(line) && /\bp?writev?(64)?\(/.test(line))
      .filter((line) => line.includes(password) || line.includes('p'.repeat(64)))
    expect(writes.length).toBeGreaterThanOrEqual(2)
    for (const line of writes) expect(line).toMatch(/write(v|64)?\(\d+<(pipe|socket|UNIX)/)
    expect(gpg(['--decrypt', '--', file]).toString()).toContain('machine added-0.example')
  })
})
