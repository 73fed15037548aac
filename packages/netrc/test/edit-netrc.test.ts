import { execFile, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import {
  chmod,
  link,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  editNetrc,
  editNetrcSync,
  entries,
  findEntry,
  parse,
  readNetrc,
  setEntry,
  stringify,
} from '@wellkey/netrc'
import type { NetrcDocument } from '@wellkey/netrc'
import { bareEnvironment, editChild } from './edit-child.ts'
import { forEachTest } from './made-netrc.ts'

const run = promisify(execFile)
const isPosix = process.platform !== 'win32'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made), { text: undefined })

const addKey = (document: NetrcDocument): NetrcDocument =>
  setEntry(document, { host: 'h.example', login: 'apikey', password: 'k' })

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777
}

describe.skipIf(!isPosix)('editNetrc() on POSIX', () => {
  test('makes a new file with mode 0600 under any umask', async () => {
    for (const umask of [0o000, 0o022, 0o777]) {
      const old = process.umask(umask)
      try {
        await editNetrc(file, addKey)
      } finally {
        process.umask(old)
      }
      expect(await modeOf(file)).toBe(0o600)
      await rm(file)
    }
  })

  test.for([
    { before: 0o644, after: 0o600, isTightened: true },
    { before: 0o660, after: 0o600, isTightened: true },
    { before: 0o600, after: 0o600, isTightened: false },
    { before: 0o400, after: 0o400, isTightened: false },
  ])('keeps or tightens mode $before', async ({ before, after, isTightened }) => {
    await writeFile(file, '# mine\n')
    await chmod(file, before)
    expect(await editNetrc(file, addKey)).toMatchObject({ isTightened, isChanged: true })
    expect(await modeOf(file)).toBe(after)
  })

  test('tightens the mode even when the content stays', async () => {
    await writeFile(file, '# mine\n', { mode: 0o644 })
    await chmod(file, 0o644)
    const result = await editNetrc(file, (document) => document)
    expect(result).toMatchObject({ isChanged: false, isTightened: true })
    expect(await modeOf(file)).toBe(0o600)
  })

  test('keeps a symbolic link a link and changes its target', async () => {
    await mkdir(join(folder, 'dot'))
    await writeFile(join(folder, 'dot', 'netrc'), '# mine\n', { mode: 0o600 })
    await symlink('dot/netrc', file)
    const result = await editNetrc(file, addKey)
    expect(await readlink(file)).toBe('dot/netrc')
    expect(result.path).toMatch(/dot\/netrc$/)
    expect(await readFile(file, 'utf8')).toMatch(/^# mine\nmachine h\.example/)
  })

  test('refuses what is not one regular file, in words and without waiting', async () => {
    await symlink('gone', join(folder, 'dangling'))
    execFileSync('mkfifo', [join(folder, 'pipe')])
    await mkdir(join(folder, 'folder'))
    await writeFile(join(folder, 'one'), '# mine\n', { mode: 0o600 })
    await link(join(folder, 'one'), join(folder, 'two'))
    const refusals = {
      dangling: 'ERR_NETRC_NOT_FILE',
      pipe: 'ERR_NETRC_NOT_FILE',
      folder: 'ERR_NETRC_NOT_FILE',
      two: 'ERR_NETRC_HARD_LINK',
      'missing/file': 'ERR_NETRC_WRITE',
    }
    for (const [name, code] of Object.entries(refusals)) {
      await expect(editNetrc(join(folder, name), addKey)).rejects.toMatchObject({ code })
    }
    expect(await readFile(join(folder, 'one'), 'utf8')).toBe('# mine\n')
    expect((await readdir(folder)).filter((name) => /lock|tmp/.test(name))).toEqual([])
  })

  test('leaves the file as it was when the disk takes only a part', async () => {
    const before = `# ${'x'.repeat(6000)}\n`
    await writeFile(file, before, { mode: 0o600 })
    // ulimit -f counts 512-byte blocks in sh: 16 of them are 8 KiB.
    const script = 'ulimit -f 16; trap "" XFSZ; exec "$@"'
    const command = editChild(file, 'h', '1', '4000')
    const failed = await run('sh', ['-c', script, 'sh', ...command], {
      env: bareEnvironment,
    }).catch((error) => error)
    expect(failed).toMatchObject({ code: 7 })
    expect(failed.stdout).toMatch(/^ERR_NETRC_WRITE: Cannot write .*; it is as it was before/)
    expect(await readFile(file, 'utf8')).toBe(before)
    expect(await readdir(folder)).toEqual(['.netrc'])
  })
})

describe('editNetrc()', () => {
  test('writes nothing when the change changes nothing', async () => {
    await writeFile(file, '# mine\n', { mode: 0o600 })
    const before = await stat(file, { bigint: true })
    const result = await editNetrc(file, (document) => document)
    expect(result).toMatchObject({ isChanged: false, isCreated: false })
    expect((await stat(file, { bigint: true })).ino).toBe(before.ino)
  })

  test('edits in the dialect of the options', async () => {
    await writeFile(file, 'machine h login u password p\nmachine h login v password q\n')
    await chmod(file, 0o600)
    const passwords: (string | undefined)[] = []
    const look = (document: NetrcDocument): NetrcDocument => {
      passwords.push(findEntry(document, { host: 'h' })?.password)
      return document
    }
    await editNetrc(file, look, { dialect: 'python' })
    editNetrcSync(file, look, { dialect: 'python' })
    await editNetrc(file, look)
    expect(passwords).toEqual(['q', 'q', 'p'])
    const entry = { host: 'g', login: 'u', password: 'a b' }
    await editNetrc(file, (document) => setEntry(document, entry), { dialect: 'python' })
    expect(findEntry(await readNetrc(file), { host: 'g' })?.password).toBe('a b')
  })

  test('leaves no lock, no temporary file and the old content when the change throws', async () => {
    await writeFile(file, '# mine\n', { mode: 0o600 })
    const change = (): NetrcDocument => {
      throw new RangeError('mine')
    }
    await expect(editNetrc(file, change)).rejects.toThrow('mine')
    expect(await readdir(folder)).toEqual(['.netrc'])
    expect(await readFile(file, 'utf8')).toBe('# mine\n')
  })

  test('makes the change again when a program without the lock wrote in between', async () => {
    await writeFile(file, '# mine\n', { mode: 0o600 })
    let calls = 0
    const { writeFileSync } = await import('node:fs')
    await editNetrc(file, (document) => {
      if (calls++ === 0) writeFileSync(file, '# mine, and more\n')
      return addKey(document)
    })
    expect(calls).toBe(2)
    expect(await readFile(file, 'utf8')).toMatch(/^# mine, and more\nmachine h\.example/)
  })

  test('gives up with words when the file never stands still', async () => {
    await writeFile(file, '# mine\n', { mode: 0o600 })
    const { appendFileSync } = await import('node:fs')
    const change = (document: NetrcDocument): NetrcDocument => {
      appendFileSync(file, '# more\n')
      return addKey(document)
    }
    await expect(editNetrc(file, change)).rejects.toMatchObject({ code: 'ERR_NETRC_CHANGED' })
    expect(await readFile(file, 'utf8')).not.toContain('machine')
  })

  test('waits for a living lock, then tells which file holds it up', async () => {
    const lock = `${file}.lock`
    const { hostname } = await import('node:os')
    const holder = { pid: process.pid, host: hostname(), since: Date.now() }
    await writeFile(lock, JSON.stringify(holder))
    await expect(editNetrc(file, addKey, { lockTimeoutMs: 50 })).rejects.toMatchObject({
      code: 'ERR_NETRC_LOCKED',
      message: expect.stringContaining(`remove ${lock}`),
    })
    expect(existsSync(lock)).toBe(true)
  })

  test('takes over the lock of a process that is gone', async () => {
    const { hostname } = await import('node:os')
    const gone = await run(process.execPath, ['-p', 'process.pid'])
    const holder = { pid: Number(gone.stdout), host: hostname(), since: Date.now() }
    await writeFile(`${file}.lock`, JSON.stringify(holder))
    await editNetrc(file, addKey, { lockTimeoutMs: 2000 })
    expect(await readdir(folder)).toEqual(['.netrc'])
  })

  test('loses no entry and shows no torn file while 8 processes write 5 entries each', async () => {
    const header = '# kept\nmachine first.example login u password p\n'
    await writeFile(file, header, { mode: 0o600 })
    let isDone = false
    let reads = 0
    const poll = (async () => {
      while (!isDone) {
        const text = stringify(await readNetrc(file))
        expect(text.startsWith(header)).toBe(true)
        expect(text.endsWith('\n')).toBe(true)
        reads++
      }
    })()
    const writers = Array.from({ length: 8 }, async (_, at) => {
      const [node, ...args] = editChild(file, `w${at}`, '5')
      return run(node, args)
    })
    await Promise.all(writers).finally(() => (isDone = true))
    await poll
    expect(reads).toBeGreaterThan(10)
    expect(entries(parse(await readFile(file)))).toHaveLength(41)
    expect(await readdir(folder)).toEqual(['.netrc'])
  }, 60_000)
})
