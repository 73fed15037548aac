// What people and other programs do to files: the faults of which a real system is capable without strace.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { editNetrc, editNetrcSync, nodeHostSync, readNetrc, setEntry } from '@wellkey/netrc'
import type { EditOptions, NetrcDocument } from '@wellkey/netrc'
import { bareEnvironment, editChild } from './edit-child.ts'
import { readyToEdit } from './fault-child.ts'

const isRoot = process.getuid?.() === 0
const isPosix = process.platform !== 'win32'
const isLinux = process.platform === 'linux'
const old = '# mine\nmachine first.example login u password p\n'
const nobody = 65_534

let folder: string
let file: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'wellkey-netrc-')))
  file = join(folder, '.netrc')
  writeFileSync(file, old, { mode: 0o600 })
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const addKey = (document: NetrcDocument): NetrcDocument =>
  setEntry(document, { host: 'h.example', login: 'apikey', password: 'k' })

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no error',
    (error: unknown) => error,
  )
}

function edit(path: string, options?: EditOptions): Promise<unknown> {
  return failureOf(editNetrc(path, addKey, options))
}

const failed = (code: string, message = /./): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })

describe.skipIf(!isPosix)('editNetrc() and links', () => {
  test('F15: follows a chain of three and keeps each', async () => {
    symlinkSync('.netrc', join(folder, 'one'))
    mkdirSync(join(folder, 'sub'))
    symlinkSync('../one', join(folder, 'sub', 'two'))
    symlinkSync('sub/two', join(folder, 'three'))
    await editNetrc(join(folder, 'three'), addKey)
    expect(readlinkSync(join(folder, 'three'))).toBe('sub/two')
    expect(readlinkSync(join(folder, 'sub', 'two'))).toBe('../one')
    expect(readlinkSync(join(folder, 'one'))).toBe('.netrc')
    expect(readFileSync(file, 'utf8')).toContain('h.example')
  })

  test('F15: refuses a loop and a link to nowhere, also when reading', async () => {
    symlinkSync('b', join(folder, 'a'))
    symlinkSync('a', join(folder, 'b'))
    symlinkSync('nowhere', join(folder, 'c'))
    expect(await edit(join(folder, 'a'))).toEqual(failed('ERR_NETRC_READ', /circle \(ELOOP\)/))
    expect(await failureOf(readNetrc(join(folder, 'a')))).toEqual(
      failed('ERR_NETRC_READ', /circle/),
    )
    const dangling = failed('ERR_NETRC_NOT_FILE', /a link to a file that is gone/)
    expect(await edit(join(folder, 'c'))).toEqual(dangling)
    expect(await failureOf(readNetrc(join(folder, 'c')))).toEqual(dangling)
    expect(existsSync(join(folder, 'nowhere'))).toBe(false)
  })

  test.skipIf(!isRoot)('F15: refuses the link of a third user (needs root)', async () => {
    const link = join(folder, 'link')
    symlinkSync('.netrc', link)
    execFileSync('chown', ['-h', '12345', link])
    expect(await edit(link)).toEqual(
      failed('ERR_NETRC_INSECURE', /a link of another user \(uid 12345\)/),
    )
    // Whoever owns the file may link to it.
    chownSync(file, 12_345, 12_345)
    expect(await editNetrc(link, addKey)).toMatchObject({ isChanged: true })
  })

  test.skipIf(!isLinux)('F15: refuses a link into /proc', async () => {
    symlinkSync('/proc/self/status', join(folder, 'proc'))
    expect(await edit(join(folder, 'proc'))).toEqual(failed('ERR_NETRC_WRITE', /Cannot write/))
  })
})

describe.skipIf(!isPosix)('editNetrc() and readNetrc() on what is no file', () => {
  test('F17: refuse a pipe, a socket, a folder and devices at once', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')])
    mkdirSync(join(folder, 'folder'))
    const server = createServer().listen(join(folder, 'socket'))
    await once(server, 'listening')
    const start = performance.now()
    for (const name of ['pipe', 'folder', 'socket']) {
      expect(await edit(join(folder, name))).toEqual(failed('ERR_NETRC_NOT_FILE'))
      expect(await failureOf(readNetrc(join(folder, name)))).toEqual(failed('ERR_NETRC_NOT_FILE'))
    }
    for (const device of ['/dev/null', '/dev/zero']) {
      expect(await failureOf(readNetrc(device))).toEqual(failed('ERR_NETRC_NOT_FILE'))
    }
    expect(performance.now() - start).toBeLessThan(5000)
    server.close()
  })
})

describe.skipIf(!isRoot)('editNetrc() and owners (needs root)', () => {
  test('F18: a user is refused the file of another, and cannot tell a secret', async () => {
    chmodSync(folder, 0o755)
    chownSync(file, 12_345, 12_345)
    const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups']
    chownSync(folder, nobody, nobody)
    const ready = await readyToEdit(file, 'h.example', asNobody)
    ready.go()
    const { code, said } = await ready.ending
    expect(code).toBe(7)
    expect(said).toMatch(/^ERR_NETRC_READ: Cannot read .*permission denied/)
    expect(readFileSync(file, 'utf8')).toBe(old)
    chmodSync(file, 0o644)
    const readable = await readyToEdit(file, 'h.example', asNobody)
    readable.go()
    expect((await readable.ending).said).toMatch(/^ERR_NETRC_INSECURE: .*belongs to another user/)
    expect(readFileSync(file, 'utf8')).toBe(old)
    expect(readdirSync(folder)).toEqual(['.netrc'])
  })

  test('F19: root leaves the file to its owner, with its group', async () => {
    chownSync(file, nobody, 12_345)
    await editNetrc(file, addKey)
    const { uid, gid, mode } = statSync(file)
    expect({ uid, gid, mode: mode & 0o777 }).toEqual({ uid: nobody, gid: 12_345, mode: 0o600 })
  })
})

describe.skipIf(!isPosix)('editNetrc() and modes', () => {
  test.skipIf(!isRoot).for([
    [0o400, 0o400],
    [0o600, 0o600],
    [0o644, 0o600],
    [0o660, 0o600],
    [0o755, 0o600],
    [0o444, 0o400],
    [0o200, 0o200],
    [0o000, 0o000],
  ])('F20: makes 0%o of mode 0%o as root', async ([before = 0, after]) => {
    chmodSync(file, before)
    const result = await editNetrc(file, addKey)
    expect(statSync(file).mode & 0o777).toBe(after)
    expect(result.isTightened).toBe(before !== after)
  })

  test('F22: refuses a folder in which everybody can replace the file, unless it is sticky', async () => {
    chmodSync(folder, 0o777)
    expect(await edit(file)).toEqual(failed('ERR_NETRC_INSECURE', /run: chmod o-w/))
    expect(readFileSync(file, 'utf8')).toBe(old)
    chmodSync(folder, 0o1777)
    expect(await editNetrc(file, addKey)).toMatchObject({ isChanged: true })
  })

  test.skipIf(!isRoot)('F22: says that a folder cannot be written to (needs root)', async () => {
    chownSync(file, nobody, nobody)
    chmodSync(folder, 0o555)
    const ready = await readyToEdit(file, 'h', ['setpriv', `--reuid=${nobody}`, '--clear-groups'])
    ready.go()
    expect((await ready.ending).said).toMatch(/^ERR_NETRC_WRITE: .*permission denied \(EACCES\)/)
    expect(readFileSync(file, 'utf8')).toBe(old)
  })

  test.skipIf(!isRoot || spawnSync('chattr', ['-V']).error !== undefined)(
    'F23: leaves an immutable file as it is (needs root and chattr)',
    async () => {
      execFileSync('chattr', ['+i', file])
      try {
        expect(await edit(file)).toEqual(failed('ERR_NETRC_WRITE', /does not allow it \(EPERM\)/))
        expect(readFileSync(file, 'utf8')).toBe(old)
        expect(readdirSync(folder)).toEqual(['.netrc'])
      } finally {
        execFileSync('chattr', ['-i', file])
      }
    },
  )
})

describe.skipIf(!isPosix)('editNetrc() at the limits', () => {
  test('F26: a name as long as the system allows is refused or saved, never damaged', async () => {
    const long = join(folder, 'n'.repeat(255))
    writeFileSync(long, old, { mode: 0o600 })
    expect(await edit(long)).toEqual(failed('ERR_NETRC_WRITE', /the name is too long/))
    expect(readFileSync(long, 'utf8')).toBe(old)
    const fits = join(folder, 'n'.repeat(250))
    writeFileSync(fits, old, { mode: 0o600 })
    expect(await editNetrc(fits, addKey)).toMatchObject({ isChanged: true })
    expect(await edit(join(folder, 'n'.repeat(300)))).toEqual(failed('ERR_NETRC_READ', /too long/))
    expect(await edit(join(folder, 'a\0b'))).toMatchObject({ name: 'NetrcError' })
  })

  test.skipIf(!isLinux)('F27: leaks no descriptor, whatever goes wrong', async () => {
    const count = (): number => readdirSync('/proc/self/fd').length
    const works = [
      () => edit(join(folder, 'missing', 'file')),
      () => edit(folder),
      () => edit(file, { maxBytes: 1 }),
      () => failureOf(readNetrc(file, { maxBytes: 1 })),
      () => editNetrc(file, addKey),
    ]
    for (const work of works) await work()
    const before = count()
    for (let at = 0; at < 20; at++) {
      for (const work of works) await work()
    }
    expect(count()).toBe(before)
  })

  test('F28: keeps the file whole when memory runs out', () => {
    const big = 'machine h login u password p\n'.repeat(30_000)
    writeFileSync(file, big)
    const [node, ...args] = editChild(file, 'added', '1')
    spawnSync(node, ['--max-old-space-size=16', ...args], { env: bareEnvironment })
    expect(readFileSync(file, 'utf8').startsWith(big)).toBe(true)
  })

  test.skipIf(!isRoot).for([0, 4, 8, 12])(
    'F5: keeps the old file on a disk with %i KiB left (needs root)',
    async (freeKib) => {
      const disk = join(folder, 'disk')
      mkdirSync(disk)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', disk])
      try {
        const target = join(disk, '.netrc')
        const text = `# ${'x'.repeat(16_000)}\n`
        writeFileSync(target, text, { mode: 0o600 })
        const filler = openSync(join(disk, 'filler'), 'w')
        closeSync(filler)
        spawnSync('dd', [
          'if=/dev/zero',
          `of=${join(disk, 'filler')}`,
          'bs=1024',
          `count=${44 - freeKib}`,
        ])
        expect(await edit(target)).toEqual(
          failed('ERR_NETRC_WRITE', /the disk (is full|takes no more)/),
        )
        expect(readFileSync(target, 'utf8')).toBe(text)
        expect(readdirSync(disk).toSorted()).toEqual(['.netrc', 'filler'])
      } finally {
        execFileSync('umount', [disk])
      }
    },
  )

  test.skipIf(!isRoot)(
    'F24: keeps the old file on a disk that is read-only (needs root)',
    async () => {
      const disk = join(folder, 'disk')
      mkdirSync(disk)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', disk])
      try {
        writeFileSync(join(disk, '.netrc'), old, { mode: 0o600 })
        execFileSync('mount', ['-o', 'remount,ro', disk])
        expect(await edit(join(disk, '.netrc'))).toEqual(
          failed('ERR_NETRC_WRITE', /read-only \(EROFS\)/),
        )
        expect(readFileSync(join(disk, '.netrc'), 'utf8')).toBe(old)
      } finally {
        execFileSync('umount', [disk])
      }
    },
  )
})

describe.skipIf(!isPosix)('editNetrc() and the end of the process', () => {
  const hasStrace = spawnSync('strace', ['--version']).error === undefined

  test.skipIf(!hasStrace).for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'F29: removes lock and temporary file on %s in the middle of a save (needs strace)',
    async (signal) => {
      const ready = await readyToEdit(file)
      const slow = ['-e', 'trace=fsync', '-e', 'inject=fsync:delay_enter=2000000:when=1']
      const strace = spawn('strace', ['-f', '-p', String(ready.pid), ...slow], {
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let trace = ''
      strace.stderr.setEncoding('utf8').on('data', (part: string) => (trace += part))
      while (!trace.includes('attached')) await once(strace.stderr, 'data')
      ready.go()
      while (!trace.includes('fsync(')) await once(strace.stderr, 'data')
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toHaveLength(1)
      process.kill(ready.pid, signal)
      expect((await ready.ending).signal).toBe(signal)
      expect(readFileSync(file, 'utf8')).toBe(old)
      expect(readdirSync(folder)).toEqual(['.netrc'])
    },
  )

  test('F29: leaves the end of the process to those who listen for the signal', async () => {
    let heard = 0
    const listener = (): void => {
      heard++
    }
    process.on('SIGHUP', listener)
    try {
      const result = await editNetrc(file, (document) => {
        process.kill(process.pid, 'SIGHUP')
        return addKey(document)
      })
      expect(result.isChanged).toBe(true)
      await expect.poll(() => heard).toBe(1)
    } finally {
      process.off('SIGHUP', listener)
    }
    await expect.poll(() => process.listenerCount('SIGHUP')).toBe(0)
    expect(lstatSync(file).isFile()).toBe(true)
  })

  test('waits with a synchronous edit as with an asynchronous one', async () => {
    const host = nodeHostSync()
    const holder = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 400)'], { stdio: 'ignore' })
    const lock = { pid: holder.pid, host: host.hostname }
    writeFileSync(`${file}.lock`, JSON.stringify(lock))
    expect(editNetrcSync(file, addKey)).toMatchObject({ isChanged: true })
    expect(readdirSync(folder)).toEqual(['.netrc'])
  })
})
