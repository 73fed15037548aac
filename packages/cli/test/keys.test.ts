import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryKeychain, readKeyRecords } from '@wellkey/credentials'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run, startLab } from './stage.ts'

const dayMs = 24 * 60 * 60 * 1000
let lab: Awaited<ReturnType<typeof startLab>>
let folder: string
let file: string
let environment: Record<string, string>

beforeEach(async () => {
  lab = await startLab()
  folder = await mkdtemp(join(tmpdir(), 'wellkey-keys-'))
  file = join(folder, '.netrc')
  environment = { HOME: folder, LABKEY_BASE_URL: lab.url }
  await writeFile(file, `machine 127.0.0.1 login apikey password ${lab.key}\n`, { mode: 0o600 })
})

afterEach(async () => {
  await lab.close()
  await rm(folder, { recursive: true, force: true })
})

const stored = async (): Promise<string> =>
  /password (\S+)/.exec(await readFile(file, 'utf8'))?.[1] ?? ''

describe('keys', () => {
  test('create --store, list, rotate, delete: there is a working key at each step', async () => {
    const refused = await run(['keys', 'create', '--store', 'netrc'], { environment })
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('--force') })
    expect(await stored()).toBe(lab.key)
    const made = await run(
      ['keys', 'create', '--store', 'netrc', '--force', '--description', 'for a test'],
      { environment },
    )
    expect(made).toMatchObject({ code: 0, stdout: '' })
    const first = await stored()
    expect(first).not.toBe(lab.key)

    const list = await run(['keys', 'list', '--json'], { environment })
    const keys = JSON.parse(list.stdout) as readonly {
      readonly rowId: number
      readonly description?: string
    }[]
    expect(keys.map(({ description }) => description)).toContain('for a test')
    const [record] = await readKeyRecords({ file: join(folder, 'keys.json') })
    const madeId = keys.find(({ description }) => description === 'for a test')?.rowId
    expect(record?.keyId).toBe(String(madeId))

    const rotated = await run(['keys', 'rotate'], { environment })
    expect(rotated).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`the old one, ${madeId}, is deleted`),
    })
    const second = await stored()
    expect(second).not.toBe(first)
    const after = await run(['keys', 'list'], { environment, columns: 100 })
    expect(after.stdout).toMatch(/^id +description +created +expires +last used/)
    expect(after.stdout).toContain('for a test')
    expect(after.stdout).not.toMatch(new RegExp(`^${madeId} `, 'm'))

    const [old] = keys
    const unasked = await run(['keys', 'delete', String(old?.rowId)], { environment })
    expect(unasked.code).toBe(2)
    const gone = await run(['keys', 'delete', String(old?.rowId), '--yes'], { environment })
    expect(gone.code).toBe(0)
    const again = await run(['keys', 'delete', String(old?.rowId), '--yes'], { environment })
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no key') })
    for (const { stdout, stderr } of [refused, made, list, rotated, after, gone, again]) {
      for (const key of [lab.key, first, second]) expect(stdout + stderr).not.toContain(key)
    }
  })

  test('rotate keeps to the keychain when the key came from there', async () => {
    const keychain = memoryKeychain()
    await rm(file)
    await keychain.set(lab.url, 'apikey', lab.key)
    const { code } = await run(['keys', 'rotate', '1'], { environment, keychain })
    const list = await run(['keys', 'list', '--json'], { environment, keychain })
    expect(code).toBe(0)
    expect(JSON.parse(list.stdout)).toHaveLength(1)
    expect((await keychain.get(lab.url, 'apikey'))?.reveal()).not.toBe(lab.key)
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('rotate refuses a key that it cannot replace, and one that it cannot name', async () => {
    const unknown = await run(['keys', 'rotate'], { environment })
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('keys list') })
    const fromEnvironment = await run(['keys', 'rotate', '1'], {
      environment: { ...environment, LABKEY_API_KEY: lab.key },
    })
    expect(fromEnvironment).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('LABKEY_API_KEY'),
    })
  })

  test('create --show prints the key, and only there', async () => {
    const { code, stdout, stderr } = await run(['keys', 'create', '--show'], { environment })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^[0-9a-f]{64}\n$/)
    expect(await stored()).toBe(lab.key)
    expect((await run(['keys', 'create'], { environment })).code).toBe(2)
  })

  test('list warns from 14 days before the end on', async () => {
    lab.server.clock.advance(75 * dayMs)
    const { stderr } = await run(['keys', 'list'], { environment })
    expect(stderr).toMatch(/! The key \d+ expires in 14 days; replace it: wellkey keys rotate/)
  })
})

describe('logout', () => {
  test('removes duplicates, the keychain entry and the record, and names what remains', async () => {
    const keychain = memoryKeychain()
    await keychain.set(lab.url, 'apikey', lab.key)
    await run(['login', lab.url, '--with-key', '--store', 'keychain'], {
      environment,
      keychain,
      stdin: lab.key,
    })
    const other = 'machine git.example login ann password p\n'
    await writeFile(
      file,
      `${`machine 127.0.0.1 login apikey password ${lab.key}\n`.repeat(2)}${other}`,
    )
    const ending = await run(['logout', lab.url], {
      keychain,
      environment: { ...environment, LABKEY_API_KEY: lab.key },
    })
    expect(ending).toMatchObject({ code: 0, stdout: '' })
    expect(ending.stderr).toContain('Removed 2 entries with a key for machine 127.0.0.1')
    expect(ending.stderr).toContain('from the keychain')
    expect(ending.stderr).toContain(`! LABKEY_API_KEY still has a credential for ${lab.url}`)
    expect(await readFile(file, 'utf8')).toBe(other)
    expect(await keychain.get(lab.url, 'apikey')).toBeUndefined()
    expect(await readKeyRecords({ file: join(folder, 'keys.json') })).toEqual([])
    expect(ending.stderr).not.toContain(lab.key)
  })

  test('takes the only server that is known, and asks for one among several', async () => {
    const { LABKEY_BASE_URL: _, ...rest } = environment
    await writeFile(
      file,
      'machine a.example login apikey password k\nmachine b.example login apikey password k\n',
    )
    const several = await run(['logout'], { environment: rest })
    expect(several).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('https://a.example, https://b.example'),
    })
    expect((await run(['logout', 'https://a.example'], { environment: rest })).code).toBe(0)
    expect((await run(['logout'], { environment: rest })).code).toBe(0)
    expect((await run(['logout'], { environment: rest })).code).toBe(3)
    const nothing = await run(['logout', 'https://a.example'], { environment: rest })
    expect(nothing).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('No key for https://a.example'),
    })
  })

  test('makes no file where there is none', async () => {
    await rm(file)
    expect((await run(['logout', lab.url], { environment })).code).toBe(0)
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('goes on with the file when the keychain fails, and ends with 1', async () => {
    const keychain = memoryKeychain()
    keychain.failNext('locked')
    const { code, stderr } = await run(['logout', lab.url], { environment, keychain })
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('locked') })
    expect(await readFile(file, 'utf8')).not.toContain(lab.key)
  })

  test('--revoke deletes the API key on the server', async () => {
    const unknown = await run(['logout', lab.url, '--revoke', '--yes'], { environment })
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('--key-id') })
    expect(await stored()).toBe(lab.key)
    const no = await run(['logout', lab.url, '--revoke', '--key-id', '1'], {
      environment,
      person: [[/Delete the API key 1/, 'n']],
    })
    expect(no.code).toBe(1)
    const yes = await run(['logout', lab.url, '--revoke', '--key-id', '1', '--yes'], {
      environment,
    })
    expect(yes).toMatchObject({ code: 0, stderr: expect.stringContaining('deleted the API key 1') })
    const dead = await run(['whoami'], { environment: { ...environment, LABKEY_API_KEY: lab.key } })
    expect(dead.code).toBe(4)
  })

  test('--revoke ends the session of a session key after a yes', async () => {
    const shown = await run(['keys', 'create', '--type', 'session', '--show'], { environment })
    const key = shown.stdout.trim()
    await run(['login', lab.url, '--with-key', '--yes'], { environment, stdin: key })
    expect((await run(['whoami'], { environment })).code).toBe(0)
    const { code, stderr } = await run(['logout', lab.url, '--revoke', '--session'], {
      environment,
      person: [[/sign out of LabKey/, 'y']],
    })
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('ended the session'),
    })
    const dead = await run(['whoami'], { environment: { ...environment, LABKEY_API_KEY: key } })
    expect(dead.code).toBe(4)
  })
})
