import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  describeKeyRecord,
  explain,
  findKeyRecord,
  locateKeyRecords,
  readKeyRecords,
  removeKeyRecord,
  setKeyRecord,
  type KeyRecord,
} from '@wellkey/credentials'

const server = 'https://lab.example/labkey'
const record = { server, login: 'apikey', storage: 'keychain', kind: 'session' } as const
let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-records-'))
  file = join(folder, 'config', 'keys.json')
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('setKeyRecord()', () => {
  test('writes a file for this person only, and nothing beside it', async () => {
    await setKeyRecord({ ...record, stored: '2026-01-02T03:04:05.000Z', keyId: '7' }, { file })
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      version: 1,
      keys: [{ ...record, stored: '2026-01-02T03:04:05.000Z', keyId: '7' }],
    })
    expect(await readdir(join(folder, 'config'))).toEqual(['keys.json'])
    if (process.platform === 'win32') return
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'config'))).mode & 0o777).toBe(0o700)
  })

  test('replaces the record of the same server, login and storage only', async () => {
    await setKeyRecord(record, { file })
    await setKeyRecord({ ...record, storage: 'netrc' }, { file })
    await setKeyRecord(
      { ...record, server: 'https://LAB.example:443/labkey/', kind: 'api' },
      { file },
    )
    const records = await readKeyRecords({ file })
    expect(records.map(({ storage, kind }) => `${storage} ${kind}`)).toEqual([
      'netrc session',
      'keychain api',
    ])
  })

  test('lets nothing else of the object it is given reach the disk', async () => {
    const careless = { ...record, secret: 's3cr3t', key: 's3cr3t' }
    await setKeyRecord(careless, { file })
    expect(await readFile(file, 'utf8')).not.toContain('s3cr3t')
  })

  test('loses none of many programs at the same time', async () => {
    const source =
      process.env['TEST_DIST'] === '1' ? [] : ['--import=tsx', '--conditions=@wellkey/source']
    const program = `
      import { setKeyRecord } from '@wellkey/credentials'
      const [file, name] = process.argv.slice(2)
      for (let number = 0; number < 5; number++) {
        const server = 'https://' + name + '-' + number + '.example'
        await setKeyRecord({ server, login: 'apikey', storage: 'netrc' }, { file })
      }`
    const script = join(import.meta.dirname, `.records-${process.pid}.mjs`)
    await writeFile(script, program)
    try {
      const names = Array.from('abcdef')
      await Promise.all(
        names.map(async (name) =>
          promisify(execFile)(process.execPath, [...source, script, file, name]),
        ),
      )
      expect(await readKeyRecords({ file })).toHaveLength(30)
      expect(await readdir(join(folder, 'config'))).toEqual(['keys.json'])
    } finally {
      await rm(script)
    }
  }, 60_000)

  test('waits for its turn, and not for a program that ended in its own', async () => {
    await setKeyRecord(record, { file })
    const lock = `${file}.lock`
    await writeFile(lock, '')
    const change = setKeyRecord({ ...record, storage: 'netrc' }, { file })
    await delay(200)
    expect(await readKeyRecords({ file })).toHaveLength(1)
    await rm(lock)
    await change
    expect(await readKeyRecords({ file })).toHaveLength(2)
    await writeFile(lock, '')
    const old = new Date(Date.now() - 60_000)
    await utimes(lock, old, old)
    await removeKeyRecord({ ...record, storage: 'netrc' }, { file })
    expect(await readKeyRecords({ file })).toHaveLength(1)
    expect(await readdir(join(folder, 'config'))).toEqual(['keys.json'])
  })

  test('is written all the same when its turn does not come', async () => {
    await setKeyRecord(record, { file })
    const lock = `${file}.lock`
    await writeFile(lock, '')
    await setKeyRecord({ ...record, storage: 'netrc' }, { file })
    expect(await readKeyRecords({ file })).toHaveLength(2)
    // It is another program's to take away.
    expect((await readdir(join(folder, 'config'))).toSorted()).toEqual([
      'keys.json',
      'keys.json.lock',
    ])
  }, 20_000)

  test('loses none of 20 at the same time', async () => {
    const logins = Array.from({ length: 20 }, (_, index) => `login${index}`)
    await Promise.all(logins.map(async (login) => setKeyRecord({ ...record, login }, { file })))
    const records = await readKeyRecords({ file })
    expect(records.map(({ login }) => login).toSorted()).toEqual(logins.toSorted())
  })

  test('says so when the file cannot be written', async () => {
    await writeFile(join(folder, 'config'), 'a file where the folder should be')
    await expect(setKeyRecord(record, { file })).rejects.toMatchObject({
      code: 'ERR_CREDENTIAL_SOURCE',
      message: expect.stringContaining(file),
    })
  })
})

describe('findKeyRecord() and removeKeyRecord()', () => {
  test('find by base URL, then by origin; remove by exactly the server', async () => {
    await setKeyRecord({ ...record, server: 'https://lab.example' }, { file })
    const query = { server, login: 'apikey' }
    expect((await findKeyRecord(query, { file }))?.server).toBe('https://lab.example')
    await setKeyRecord(record, { file })
    expect((await findKeyRecord(query, { file }))?.server).toBe(server)
    expect(await findKeyRecord({ ...query, storage: 'netrc' }, { file })).toBeUndefined()
    expect(await findKeyRecord({ ...query, login: 'ann' }, { file })).toBeUndefined()
    expect(await removeKeyRecord(query, { file })).toBe(true)
    expect(await removeKeyRecord(query, { file })).toBe(false)
    expect(await readKeyRecords({ file })).toHaveLength(1)
  })

  test.for([
    { name: 'no file', text: undefined },
    { name: 'no JSON', text: '{' },
    { name: 'another version', text: '{"version":2,"keys":[]}' },
    { name: 'no list', text: '{"version":1,"keys":{}}' },
    { name: 'no object', text: 'null' },
    { name: 'records that are none', text: '{"version":1,"keys":[null,1,{"server":"x"}]}' },
  ])('$name has no records', async ({ text }) => {
    const broken = join(folder, 'keys.json')
    if (text !== undefined) await writeFile(broken, text)
    expect(await readKeyRecords({ file: broken })).toEqual([])
    await setKeyRecord(record, { file: broken })
    expect(await readKeyRecords({ file: broken })).toHaveLength(1)
  })

  test('the file is keys.json in the folder for settings', async () => {
    expect(basename(await locateKeyRecords())).toBe('keys.json')
    expect(await locateKeyRecords()).toContain('wellkey')
  })
})

describe('describeKeyRecord()', () => {
  const now = new Date('2026-03-10T12:00:00Z')
  const base: KeyRecord = { server, login: 'apikey', storage: 'netrc', stored: now.toISOString() }
  test.for([
    { fields: {}, words: 'key, stored just now' },
    {
      fields: { kind: 'session', stored: '2026-03-10T10:00:00Z' },
      words: 'session key, stored 2 h ago',
    },
    {
      fields: { kind: 'api', stored: '2026-03-10T11:01:00Z' },
      words: 'API key, stored 59 min ago',
    },
    { fields: { stored: '2026-03-07T12:00:00Z' }, words: 'key, stored 3 d ago' },
    { fields: { stored: '2027-01-01T00:00:00Z' }, words: 'key, stored just now' },
    { fields: { expires: '2026-06-05T12:00:01Z' }, words: 'key, stored just now, expires in 87 d' },
    {
      fields: { expires: '2026-03-10T12:00:30Z' },
      words: 'key, stored just now, expires in less than 1 min',
    },
    { fields: { expires: '2026-03-09T11:00:00Z' }, words: 'key, stored just now, expired 1 d ago' },
  ] as const)('$words', ({ fields, words }) => {
    expect(describeKeyRecord({ ...base, ...fields }, now)).toBe(words)
  })
})

describe('explain() with a record', () => {
  test('tells that the keychain is shadowed without opening it', async () => {
    await setKeyRecord(record, { file })
    const url = new URL(server)
    const options = { key: 'k', environment: {}, netrc: { file: '/nowhere' }, records: file }
    const shadowed = await explain(options, { url })
    expect(shadowed.at(-1)).toMatchObject({
      source: 'keychain',
      outcome: 'shadowed',
      reason: 'session key, stored just now',
    })
    await rm(file)
    const unknown = await explain(options, { url })
    expect(unknown.at(-1)).toMatchObject({ source: 'keychain', outcome: 'skipped' })
  })
})
