import { execFile, execFileSync } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultProvider, fromNetrc } from '@wellkey/credentials'

const url = new URL('https://lab.example/labkey/')
const entry = 'machine lab.example login apikey password k\n'
const isPosix = process.platform !== 'win32'
const isRoot = process.geteuid?.() === 0
let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-netrc-file-'))
  file = join(folder, '.netrc')
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** What stops `defaultProvider`, although a keychain or guest access could come next. */
async function problemOf(): Promise<unknown> {
  const provider = defaultProvider({ environment: { NETRC: file } })
  return provider({ url }).then(
    () => 'no problem',
    (error: unknown) => error,
  )
}

describe('fromNetrc() on a file that is not as it should be', () => {
  const failed = [
    { source: 'environment', outcome: 'not here' },
    { source: 'netrc', outcome: 'failed' },
  ]

  test.skipIf(!isPosix)('mode 0644: refused, with the command that mends it', async () => {
    await writeFile(file, entry)
    await chmod(file, 0o644)
    expect(await problemOf()).toMatchObject({
      code: 'ERR_CREDENTIAL_SOURCE',
      message: expect.stringContaining(`chmod 600 ${file}`),
      attempts: failed,
    })
  })

  test('a folder: refused', async () => {
    await mkdir(file)
    expect(await problemOf()).toMatchObject({ code: 'ERR_CREDENTIAL_SOURCE', attempts: failed })
  })

  test.skipIf(!isPosix)('a FIFO that nobody writes to: refused at once', async () => {
    execFileSync('mkfifo', ['-m', '600', file])
    expect(await problemOf()).toMatchObject({ code: 'ERR_CREDENTIAL_SOURCE', attempts: failed })
  })

  test('a half entry: refused, although the other half could come from elsewhere', async () => {
    await writeFile(file, 'machine lab.example login apikey\n', { mode: 0o600 })
    const environment = { LABKEY_API_KEY: 'k', NETRC: file }
    await expect(defaultProvider({ environment })({ url })).rejects.toMatchObject({
      code: 'ERR_CREDENTIAL_SOURCE',
      message: `The netrc entry in ${file} line 1 has no password`,
    })
  })

  test('200 KiB: read to its end', async () => {
    const others = 'machine other.example login apikey password k\n'.repeat(4600)
    await writeFile(file, others + entry, { mode: 0o600 })
    const credential = await fromNetrc({ file })({ url })
    expect(credential?.source.line).toBe(4601)
  })

  // Only root can give a file away, and root may read what belongs to others; so the question is
  // asked by a process of the user nobody.
  test.skipIf(!isRoot)('of another owner: refused', async () => {
    const nobody = 65_534
    await writeFile(file, entry)
    await chmod(file, 0o644)
    await chown(file, 12_345, 12_345)
    await chmod(folder, 0o755)
    const script = `
      import { fromNetrc } from '@wellkey/credentials'
      const report = (error) => console.log(JSON.stringify([error.code, error.message]))
      fromNetrc({ file: ${JSON.stringify(file)} })({ url: new URL('${url.href}') }).then(console.log, report)`
    const onDist = process.env['TEST_DIST'] === '1'
    const source = onDist ? [] : ['--import=tsx', '--conditions=@wellkey/source']
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...source, '--input-type=module', '--eval', script],
      { cwd: import.meta.dirname, uid: nobody, env: { HOME: folder, TSX_DISABLE_CACHE: '1' } },
    )
    expect(JSON.parse(stdout)).toEqual([
      'ERR_CREDENTIAL_SOURCE',
      expect.stringContaining('belongs to another user (uid 12345)'),
    ])
  })
})

describe('fromNetrc() and the default entry', () => {
  test.for([
    { name: 'of the same server', defaultFor: 'https://lab.example:443/other', isUsed: true },
    { name: 'of another port', defaultFor: 'https://lab.example:8443', isUsed: false },
    { name: 'of another host', defaultFor: 'https://other.example', isUsed: false },
  ])('defaultFor $name: used $isUsed', async ({ defaultFor, isUsed }) => {
    await writeFile(file, 'default login apikey password k\n', { mode: 0o600 })
    const provider = fromNetrc({ file, defaultFor })
    expect((await provider({ url })) !== undefined).toBe(isUsed)
  })

  test('defaultFor does not touch an entry of the host itself', async () => {
    await writeFile(file, entry, { mode: 0o600 })
    const provider = fromNetrc({ file, defaultFor: 'https://other.example' })
    expect((await provider({ url }))?.source.machine).toBe('lab.example')
  })

  test('an entry without a login does not pass for one that says apikey', async () => {
    await writeFile(
      file,
      'machine lab.example login ann password p\nmachine lab.example password q\n',
      {
        mode: 0o600,
      },
    )
    const credential = await fromNetrc({ file })({ url })
    expect(credential?.login).toBe('ann')
    expect(credential?.secret.reveal()).toBe('p')
  })
})

describe('fromNetrc() and ports', () => {
  const text = `machine lab.example login apikey password every
machine lab.example:8443 login apikey password own
`
  test.for([
    { asked: 'https://lab.example:8443', key: 'own' },
    { asked: 'https://lab.example', key: 'every' },
    { asked: 'https://lab.example:8444', key: 'every' },
  ])('$asked gets the key $key', async ({ asked, key }) => {
    await writeFile(file, text, { mode: 0o600 })
    const credential = await fromNetrc({ file })({ url: new URL(asked) })
    expect(credential?.secret.reveal()).toBe(key)
    expect(credential?.origin).toBe(asked)
  })
})
