// Faults that no real disk gives at will, on an injected file system or host.
import { execFileSync } from 'node:child_process'
import {
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  editNetrc,
  editNetrcSync,
  findEntry,
  nodeFs,
  nodeFsSync,
  nodeHost,
  nodeHostSync,
  readNetrcSync,
  setEntry,
} from '@wellkey/netrc'
import type { EditSyncOptions, HostPort, NetrcDocument, SyncFsPort } from '@wellkey/netrc'

const old = '# mine\nmachine first.example login u password p\n'
const isLinux = process.platform === 'linux'

let folder: string
let file: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'wellkey-netrc-')))
  file = join(folder, '.netrc')
  writeFileSync(file, old, { mode: 0o600 })
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const addKey = (document: NetrcDocument): NetrcDocument =>
  setEntry(document, { host: 'h.example', login: 'apikey', password: 'k'.repeat(50) })

function editWith(faults: Partial<SyncFsPort>, options: EditSyncOptions = {}): unknown {
  try {
    return editNetrcSync(file, addKey, { ...options, fs: { ...nodeFsSync, ...faults } })
  } catch (error) {
    return error
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: made up`), { code })
}

const isTemporary = (path: string): boolean => path.endsWith('.tmp')
const failed = (code: string, message: RegExp): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })

function expectUntouched(): void {
  expect(readFileSync(file, 'utf8')).toBe(old)
  expect(readdirSync(folder)).toEqual(['.netrc'])
}

describe('editNetrc() on a disk that fails', () => {
  test('writes on after short writes', () => {
    const { write } = nodeFsSync
    const result = editWith({
      write: (handle, bytes, offset) =>
        bytes.length > 100 && offset === 0
          ? write(handle, bytes.subarray(0, 7), 0)
          : write(handle, bytes, offset),
    })
    expect(result).toMatchObject({ isChanged: true })
    expect(findEntry(readNetrcSync(file), { host: 'h.example' })?.password).toBe('k'.repeat(50))
  })

  test.for([
    {
      name: 'takes nothing more',
      faults: {
        write: (handle: number, bytes: Uint8Array, offset: number) =>
          offset > 0 ? 0 : nodeFsSync.write(handle, bytes.subarray(0, 7), 0),
      },
      says: /the disk takes no more bytes/,
    },
    {
      name: 'claims bytes that it did not write',
      faults: {
        write: (handle: number, bytes: Uint8Array) => {
          nodeFsSync.write(handle, bytes.subarray(0, 9), 0)
          return bytes.length
        },
      },
      says: /only 9 of \d+ bytes were written/,
      isLockWritten: true,
    },
    {
      name: 'gives back other bytes',
      faults: {
        read: (handle: number, bytes: Uint8Array, offset: number, position: number) => {
          const count = nodeFsSync.read(handle, bytes, offset, position)
          if (bytes.length > old.length + 1) bytes[20] = 0
          return count
        },
      },
      says: /the disk gave back other bytes/,
    },
  ])('refuses a disk that $name', ({ faults, says }) => {
    const isLock = (bytes: Uint8Array): boolean => bytes[0] === 0x7b
    const write: SyncFsPort['write'] = (handle, bytes, offset) =>
      isLock(bytes) || faults.write === undefined
        ? nodeFsSync.write(handle, bytes, offset)
        : faults.write(handle, bytes, offset)
    const isDocument = (bytes: Uint8Array): boolean => bytes.length < 4096
    const read: SyncFsPort['read'] = (handle, bytes, offset, position) =>
      isDocument(bytes) && faults.read !== undefined
        ? faults.read(handle, bytes, offset, position)
        : nodeFsSync.read(handle, bytes, offset, position)
    expect(editWith({ write, read })).toEqual(failed('ERR_NETRC_WRITE', says))
    expectUntouched()
  })

  test('never writes from a part of the file', () => {
    const read: SyncFsPort['read'] = (handle, bytes, offset, position) =>
      offset > 0 ? 0 : nodeFsSync.read(handle, bytes.subarray(0, 10), 0, position)
    expect(editWith({ read })).toEqual(failed('ERR_NETRC_CHANGED', /is changing/))
    expectUntouched()
  })

  test.for(['ENOSPC', 'EDQUOT', 'EIO'])('says in words what %s is', (code) => {
    const fsync = (): never => {
      throw systemError(code)
    }
    const words = { ENOSPC: 'disk is full', EDQUOT: 'quota', EIO: 'disk failed' }[code]
    expect(editWith({ fsync })).toEqual(
      failed('ERR_NETRC_WRITE', new RegExp(`${words}.*\\(${code}\\); it is as it was before$`)),
    )
    expectUntouched()
  })

  test('says that the new content stands when only the folder cannot be synced', () => {
    let syncs = 0
    const fsync = (handle: number): void => {
      if (++syncs === 2) throw systemError('EIO')
      nodeFsSync.fsync(handle)
    }
    expect(editWith({ fsync })).toEqual(failed('ERR_NETRC_WRITE', /has its new content, but/))
    expect(readFileSync(file, 'utf8')).toContain('h.example')
    expect(readdirSync(folder)).toEqual(['.netrc'])
  })

  test.for(['EINVAL', 'ENOTSUP'])(
    'goes without a folder fsync where there is none (%s)',
    (code) => {
      let syncs = 0
      const fsync = (handle: number): void => {
        if (++syncs === 2) throw systemError(code)
        nodeFsSync.fsync(handle)
      }
      expect(editWith({ fsync })).toMatchObject({ isChanged: true })
    },
  )

  test('F3: keeps the first error when tidying up fails too, and names what is left', () => {
    const result = editWith({
      rename: () => {
        throw systemError('EACCES')
      },
      unlink: () => {
        throw systemError('EIO')
      },
    })
    const [lock, temporary] = ['.netrc.lock', readdirSync(folder).find(isTemporary)]
    expect(result).toMatchObject({ code: 'ERR_NETRC_WRITE', cause: { code: 'EACCES' } })
    expect(result).toEqual(
      failed('ERR_NETRC_WRITE', /^Cannot write .*permission denied \(EACCES\)/),
    )
    expect(String(result)).toContain(`remove ${join(folder, temporary ?? '?')}`)
    expect(String(result)).toContain(`also remove ${join(folder, lock ?? '?')}`)
    expect(readFileSync(file, 'utf8')).toBe(old)
  })

  test('reports a lock that it could not remove after a save that worked', () => {
    const unlink = (): never => {
      throw systemError('EIO')
    }
    expect(editWith({ unlink })).toMatchObject({ isChanged: true, leftBehind: `${file}.lock` })
  })

  test('closes every descriptor, whatever fails', () => {
    const names = [
      'fstat',
      'read',
      'write',
      'fsync',
      'fchmod',
      'lstat',
      'rename',
      'readdir',
    ] as const
    for (const name of names) {
      for (let at = 1; at <= 6; at++) {
        const open = new Set<number>()
        let calls = 0
        const result = editWith({
          open: (...args) => {
            const handle = nodeFsSync.open(...args)
            open.add(handle)
            return handle
          },
          close: (handle) => {
            nodeFsSync.close(handle)
            open.delete(handle)
          },
          [name]: (...args: never[]) => {
            if (++calls === at) throw systemError('EIO')
            return (nodeFsSync[name] as (...rest: never[]) => unknown)(...args)
          },
        })
        expect([...open]).toEqual([])
        // What could not be looked at stays, and is named.
        const left = readdirSync(folder).filter((one) => one !== '.netrc')
        const said = result instanceof Error ? result.message : JSON.stringify(result)
        for (const one of left) {
          expect(said).toContain(join(folder, one))
          rmSync(join(folder, one))
        }
        if (name !== 'lstat') expect(left).toEqual([])
        if (result instanceof Error) expect(result).toMatchObject({ name: 'NetrcError' })
        writeFileSync(file, old)
      }
    }
  })
})

describe('editNetrc() and others who write', () => {
  test('makes files that nobody else could ever open, new ones only', () => {
    const made: { readonly flags: number; readonly mode: number | undefined }[] = []
    const open: SyncFsPort['open'] = (path, flags, mode) => {
      if ((flags & constants.O_CREAT) !== 0) made.push({ flags: flags & constants.O_EXCL, mode })
      return nodeFsSync.open(path, flags, mode)
    }
    editWith({ open })
    expect(made).toEqual([
      { flags: constants.O_EXCL, mode: 0o600 },
      { flags: constants.O_EXCL, mode: 0o600 },
    ])
  })

  test('N11: never follows a link that waits at the temporary name', () => {
    const names = ['guessed', 'guessed', 'fresh']
    const victim = join(folder, 'victim')
    writeFileSync(victim, 'theirs')
    const host = { ...nodeHostSync(), randomName: () => names.shift() ?? 'last' }
    const planted: string[] = []
    const open: SyncFsPort['open'] = (path, flags, mode) => {
      if (isTemporary(path) && path.includes('guessed') && planted.length === 0) {
        symlinkSync('victim', path)
        planted.push(path)
      }
      return nodeFsSync.open(path, flags, mode)
    }
    expect(editWith({ open }, { host })).toMatchObject({ isChanged: true })
    expect(readFileSync(victim, 'utf8')).toBe('theirs')
    expect(names).toEqual([])
  })

  test('writes nothing when its lock was taken from it meanwhile', () => {
    let calls = 0
    const fsync = (handle: number): void => {
      nodeFsSync.fsync(handle)
      if (++calls > 3) return
      rmSync(`${file}.lock`)
      writeFileSync(`${file}.lock`, 'somebody else')
    }
    expect(editWith({ fsync })).toEqual(failed('ERR_NETRC_CHANGED', /took the lock/))
    expect(readFileSync(file, 'utf8')).toBe(old)
    expect(readFileSync(`${file}.lock`, 'utf8')).toBe('somebody else')
  })

  test('F9: notices a link that takes the place of the file before the rename', () => {
    const fsync = (handle: number): void => {
      nodeFsSync.fsync(handle)
      if (existsSync(join(folder, 'other'))) return
      renameSync(file, join(folder, 'other'))
      symlinkSync('other', file)
    }
    expect(editWith({ fsync })).toEqual(failed('ERR_NETRC_CHANGED', /./))
    expect(readFileSync(join(folder, 'other'), 'utf8')).toBe(old)
  })
})

describe('the lock', () => {
  const lock = (): string => `${file}.lock`
  const options = { lockTimeoutMs: 40 }
  const held = failed('ERR_NETRC_LOCKED', /if none is running, remove .*\.lock$/)
  const holder = (change: object): string =>
    JSON.stringify({ pid: process.pid, host: hostname(), ...change })

  test.skipIf(!isLinux)('F13: is taken over when another process has the number now', () => {
    const { startTicks = 0 } = nodeHostSync().stateOf(process.pid)
    expect(startTicks).toBeGreaterThan(0)
    writeFileSync(lock(), holder({ startTicks }))
    expect(editWith({}, options)).toEqual(held)
    writeFileSync(lock(), holder({ startTicks: startTicks - 1 }))
    expect(editWith({}, options)).toMatchObject({ isChanged: true })
  })

  test('F14: of another machine counts for 30 s', () => {
    const elsewhere = (ageMs: number): string =>
      holder({ host: 'elsewhere', since: Date.now() - ageMs })
    for (const ageMs of [0, 5000, 25_000]) {
      writeFileSync(lock(), elsewhere(ageMs))
      expect(editWith({}, options)).toEqual(held)
    }
    writeFileSync(lock(), elsewhere(60_000))
    expect(editWith({}, options)).toMatchObject({ isChanged: true })
  })

  test('F14: of another start of this machine is not asked by process number', () => {
    writeFileSync(lock(), holder({ pid: 2 ** 22 + 1, boot: 'another', since: Date.now() }))
    const host = { ...nodeHostSync(), boot: 'this' }
    expect(editWith({}, { ...options, host })).toEqual(held)
  })

  test.for(['not ours', '{"pid":1', '[]', 'null'])('that says %s counts for 30 s', (text) => {
    writeFileSync(lock(), text)
    expect(editWith({}, options)).toEqual(held)
    const longAgo = new Date(Date.now() - 31_000)
    utimesSync(lock(), longAgo, longAgo)
    expect(editWith({}, options)).toMatchObject({ isChanged: true })
  })

  test('that is empty counts for a second, since its writer was killed before it said its name', () => {
    writeFileSync(lock(), '')
    expect(editWith({}, options)).toEqual(held)
    expect(editWith({}, { lockTimeoutMs: 3000 })).toMatchObject({ isChanged: true })
  })

  test('that is a folder, a link or a pipe is left alone', () => {
    execFileSync('mkdir', [lock()])
    expect(editWith({}, options)).toEqual(held)
    rmSync(lock(), { recursive: true })
    symlinkSync('nowhere', lock())
    expect(editWith({}, options)).toEqual(held)
    rmSync(lock())
    execFileSync('mkfifo', [lock()])
    const longAgo = new Date(Date.now() - 5000)
    utimesSync(lock(), longAgo, longAgo)
    expect(editWith({}, options)).toEqual(held)
    expect(readFileSync(file, 'utf8')).toBe(old)
  })

  test('F33: stands against a clock that jumps ahead, and not for ever against one that falls back', () => {
    const at = (jumpMs: number): EditSyncOptions => ({
      ...options,
      host: { ...nodeHostSync(), wallMs: () => Date.now() + jumpMs },
    })
    const since = Date.now()
    for (const jumpMs of [0, 29_000, -29_000]) {
      writeFileSync(lock(), holder({ host: 'elsewhere', since }))
      expect(editWith({}, at(jumpMs))).toEqual(held)
    }
    expect(editWith({}, at(-3_600_000))).toMatchObject({ isChanged: true })
    // A process of this machine is asked, not timed.
    writeFileSync(lock(), holder({ since }))
    expect(editWith({}, at(3_600_000))).toEqual(held)
  })

  test('of a zombie or a dead process is taken over at once', () => {
    writeFileSync(lock(), holder({ pid: 4_000_000 }))
    const start = performance.now()
    expect(editWith({}, options)).toMatchObject({ isChanged: true })
    expect(performance.now() - start).toBeLessThan(2000)
  })

  test('is not removed twice by two who find it dead', () => {
    writeFileSync(lock(), holder({ pid: 4_000_000 }))
    // The turn of another waiter, who is alive: it removes the lock, we only wait.
    writeFileSync(`${lock()}.turn`, holder({}))
    expect(editWith({}, options)).toEqual(held)
    expect(existsSync(lock())).toBe(true)
    // A waiter who died in its turn holds nobody up.
    writeFileSync(`${lock()}.turn`, holder({ pid: 4_000_000 }))
    expect(editWith({}, { lockTimeoutMs: 2000 })).toMatchObject({ isChanged: true })
    expect(readdirSync(folder)).toEqual(['.netrc'])
  })

  test('is looked at again before it is removed', () => {
    writeFileSync(lock(), holder({ pid: 4_000_000 }))
    const open: SyncFsPort['open'] = (path, flags, mode) => {
      const handle = nodeFsSync.open(path, flags, mode)
      // Between the first look and the turn, the dead lock gives way to a living one.
      if (path.endsWith('.turn')) writeFileSync(lock(), holder({ since: 1 }))
      return handle
    }
    expect(editWith({ open }, options)).toEqual(held)
    expect(readFileSync(lock(), 'utf8')).toBe(holder({ since: 1 }))
  })

  test('of the same thread is not waited for by a synchronous edit', async () => {
    let inner: unknown
    await editNetrc(file, (document) => {
      inner = editWith({})
      return document
    })
    expect(inner).toEqual(failed('ERR_NETRC_LOCKED', /this program is in the middle/i))
  })

  test('repeats nothing of a lock that a terminal would obey', () => {
    writeFileSync(lock(), holder({ host: 'x\u001B[2J\n', since: Date.now() }))
    expect(String(editWith({}, options))).toContain('on x??2J?) is changing')
  })
})

describe('temporary files of killed writers', () => {
  const mine = (): string => {
    let name = ''
    editWith({
      rename: (from, to) => {
        name = from
        nodeFsSync.rename(from, to)
      },
    })
    return name
  }

  test('N18: are swept when the process is gone, and only then', () => {
    const pattern = mine()
    const left = (pid: number): string => pattern.replace(/-\d+-/, `-${pid}-`)
    const [dead, alive] = [left(4_000_000), left(process.pid)]
    const elsewhere = dead.replace(/-[0-9a-f]{8}-/, '-00000000-')
    const other = join(folder, '.netrc-4000000-mine.tmp')
    for (const path of [dead, alive, elsewhere, other]) writeFileSync(path, 'machine')
    const linked = left(4_000_001)
    symlinkSync('.netrc', linked)
    editNetrcSync(file, (document) => document)
    const names = [alive, elsewhere, other, linked].map((path) => path.slice(folder.length + 1))
    expect(readdirSync(folder).toSorted()).toEqual(['.netrc', ...names].toSorted())
  })

  test('N18: are swept after a day wherever their process is', () => {
    const elsewhere = mine().replace(/-[0-9a-f]{8}-/, '-00000000-')
    const age = (hours: number): void => {
      const then = new Date(Date.now() - hours * 3_600_000)
      writeFileSync(elsewhere, '')
      utimesSync(elsewhere, then, then)
      editNetrcSync(file, (document) => document)
    }
    age(23)
    expect(existsSync(elsewhere)).toBe(true)
    age(25)
    expect(existsSync(elsewhere)).toBe(false)
  })

  test('N18: of another user stay', () => {
    const dead = mine().replace(/-\d+-/, '-4000000-')
    writeFileSync(dead, '')
    const stranger = { ...nodeHostSync(), userId: 12_345 }
    const uid = BigInt(stranger.userId)
    // The netrc file is this user's; the other file is not.
    const fstat: SyncFsPort['fstat'] = (handle) => Object.assign(nodeFsSync.fstat(handle), { uid })
    editWith({ fstat }, { host: stranger })
    expect(existsSync(dead)).toBe(true)
  })
})

describe('F31: Windows', () => {
  const windows = (): HostPort => ({
    ...nodeHost(),
    platform: 'win32',
    sleep: (ms) => {
      slept.push(ms)
      return Promise.resolve()
    },
  })
  let slept: number[] = []
  const failing = (times: number, code: string) => {
    let calls = 0
    return {
      ...nodeFs,
      rename: (from: string, to: string) => {
        if (++calls <= times) throw systemError(code)
        return nodeFs.rename(from, to)
      },
    }
  }

  beforeEach(() => {
    slept = []
  })

  test.for(['EPERM', 'EACCES', 'EBUSY'])(
    'waits for a virus scanner: %s ten times',
    async (code) => {
      const result = await editNetrc(file, addKey, { fs: failing(10, code), host: windows() })
      expect(result).toMatchObject({ isChanged: true, isTightened: false })
      expect(slept).toHaveLength(10)
      expect(Math.min(...slept)).toBeGreaterThanOrEqual(20)
      expect(Math.max(...slept)).toBeLessThanOrEqual(200)
    },
  )

  test('gives up after ten, with the old file', async () => {
    await expect(
      editNetrc(file, addKey, { fs: failing(11, 'EPERM'), host: windows() }),
    ).rejects.toMatchObject({ code: 'ERR_NETRC_WRITE' })
    expectUntouched()
  })

  test('does not wait for other errors, nor on other systems', async () => {
    const options = { fs: failing(1, 'EXDEV'), host: windows() }
    await expect(editNetrc(file, addKey, options)).rejects.toMatchObject({
      code: 'ERR_NETRC_WRITE',
    })
    const posix = { fs: failing(1, 'EPERM') }
    await expect(editNetrc(file, addKey, posix)).rejects.toMatchObject({ code: 'ERR_NETRC_WRITE' })
    expect(slept).toEqual([])
  })

  test('knows no modes and opens no folder', () => {
    const { userId: _, ...host } = { ...nodeHostSync(), platform: 'win32' as const }
    execFileSync('chmod', ['644', file])
    const opened: string[] = []
    const fs: SyncFsPort = {
      ...nodeFsSync,
      open: (path, flags, mode) => {
        opened.push(path)
        return nodeFsSync.open(path, flags, mode)
      },
    }
    expect(readNetrcSync(file, { fs, host })).toBeDefined()
    expect(editNetrcSync(file, addKey, { fs, host })).toMatchObject({ isTightened: false })
    expect(opened).not.toContain(folder)
    expect(statSync(file).size).toBeGreaterThan(old.length)
  })
})

describe('the synchronous calls', () => {
  test('refuse a port that answers with a promise, and tidy up', () => {
    const fsync = async (): Promise<void> => undefined
    const fs = { ...nodeFsSync, fsync } as unknown as SyncFsPort
    expect(() => editNetrcSync(file, addKey, { fs })).toThrow(TypeError)
    expectUntouched()
  })
})
