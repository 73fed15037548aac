import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  lint,
  nodeFsSync,
  nodeHostSync,
  readFileFacts,
  readFileFactsSync,
  readNetrc,
} from '@wellkey/netrc'
import { forEachTest } from './made-netrc.ts'

const isPosix = process.platform !== 'win32'
let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made), {
  text: 'machine h\n  login u\n  password p\n',
})

afterEach(() => void vi.unstubAllEnvs())

async function rulesFor(path: string): Promise<readonly string[]> {
  const facts = await readFileFacts(path)
  expect(readFileFactsSync(path)).toEqual(facts)
  return lint('', { file: facts }).map(({ rule }) => rule)
}

describe.skipIf(!isPosix)('readFileFacts()', () => {
  test('finds nothing to blame in a private file, and says what it is', async () => {
    const id = process.geteuid?.()
    expect(await readFileFacts(file)).toEqual({
      isSymbolicLink: false,
      isRegularFile: true,
      isInRepository: false,
      mode: 0o600,
      ownerId: id,
      readerId: id,
      folderMode: 0o700,
    })
    expect(lint(await readNetrc(file), { file: await readFileFacts(file) })).toEqual([])
  })

  test('reads the file of the user by default', async () => {
    vi.stubEnv('NETRC', file)
    chmodSync(file, 0o640)
    expect(await readFileFacts()).toMatchObject({ mode: 0o640 })
    expect(readFileFactsSync()).toMatchObject({ mode: 0o640 })
  })

  test('gives lint the mode of the file and of its folder', async () => {
    chmodSync(file, 0o644)
    expect(await rulesFor(file)).toEqual(['netrc/permissions'])
    chmodSync(file, 0o600)
    chmodSync(folder, 0o770)
    expect(await rulesFor(file)).toEqual(['netrc/parent-writable'])
    chmodSync(folder, 0o1777)
    expect(await rulesFor(file)).toEqual([])
  })

  test('lets others read an encrypted file, not write it', async () => {
    const encrypted = `${file}.gpg`
    writeFileSync(encrypted, '')
    chmodSync(encrypted, 0o644)
    expect(await rulesFor(encrypted)).toEqual([])
    chmodSync(encrypted, 0o664)
    expect(await rulesFor(encrypted)).toEqual(['netrc/permissions'])
  })

  test('looks through a link at the file behind it', async () => {
    const dot = join(folder, 'dot')
    mkdirSync(dot, { mode: 0o700 })
    chmodSync(file, 0o604)
    symlinkSync('../.netrc', join(dot, 'link'))
    expect(await readFileFacts(join(dot, 'link'))).toMatchObject({
      isSymbolicLink: true,
      isRegularFile: true,
      mode: 0o604,
    })
    expect(await rulesFor(join(dot, 'link'))).toEqual(['netrc/permissions', 'netrc/symlink'])
  })

  test.skipIf(process.getuid?.() !== 0)('names a foreign owner (needs root)', async () => {
    chownSync(file, 12_345, 12_345)
    expect(await rulesFor(file)).toEqual(['netrc/owner'])
  })

  test('tells a pipe and a folder from a file, without opening them', async () => {
    execFileSync('mkfifo', ['-m', '600', join(folder, 'pipe')])
    expect(await rulesFor(join(folder, 'pipe'))).toEqual(['netrc/not-regular'])
    mkdirSync(join(folder, 'sub'), { mode: 0o700 })
    expect(await rulesFor(join(folder, 'sub'))).toEqual(['netrc/not-regular'])
  })

  test.for([
    { name: 'a work tree', make: (path: string) => mkdirSync(path) },
    { name: 'a linked work tree', make: (path: string) => writeFileSync(path, 'gitdir: x\n') },
  ])('finds $name at any height above the real file', async ({ make }) => {
    const deep = join(folder, 'a', 'b')
    mkdirSync(deep, { recursive: true, mode: 0o700 })
    writeFileSync(join(deep, 'netrc'), '', { mode: 0o600 })
    symlinkSync('a/b/netrc', join(folder, 'link'))
    expect(await rulesFor(join(deep, 'netrc'))).toEqual([])
    make(join(folder, 'a', '.git'))
    expect(await rulesFor(join(deep, 'netrc'))).toEqual(['netrc/in-repository'])
    expect(await rulesFor(join(folder, 'link'))).toEqual(['netrc/symlink', 'netrc/in-repository'])
    expect(await rulesFor(file)).toEqual([])
  })

  test('tells what is missing from what leads nowhere or cannot be looked at', async () => {
    symlinkSync('gone', join(folder, 'dangling'))
    symlinkSync('loop', join(folder, 'loop'))
    const codes = {
      missing: 'ERR_NETRC_NOT_FOUND',
      dangling: 'ERR_NETRC_NOT_FILE',
      loop: 'ERR_NETRC_READ',
      '.netrc/x': 'ERR_NETRC_READ',
    }
    for (const [name, code] of Object.entries(codes)) {
      await expect(readFileFacts(join(folder, name))).rejects.toMatchObject({ code })
    }
  })

  test('knows neither modes nor owners on Windows', () => {
    const { userId: _, ...host } = { ...nodeHostSync(), platform: 'win32' as const }
    chmodSync(file, 0o644)
    expect(readFileFactsSync(file, { fs: nodeFsSync, host })).toEqual({
      isSymbolicLink: false,
      isRegularFile: true,
      isInRepository: false,
    })
  })
})
