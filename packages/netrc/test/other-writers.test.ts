// What other programs put in the way of a save, and what killed ones leave behind.
import {
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { editNetrcSync, nodeFsSync, nodeHostSync } from '@wellkey/netrc'
import type { EditSyncOptions, SyncFsPort } from '@wellkey/netrc'
import { editOn, expectUntouched, failed, forEachTest, old, systemError } from './made-netrc.ts'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made))

const editWith = (faults: Partial<SyncFsPort>, options?: EditSyncOptions): unknown =>
  editOn(faults, file, options)
const isTemporary = (path: string): boolean => path.endsWith('.tmp')

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

  test('F32: gives names that no case-insensitive or short file system confuses', () => {
    const made: string[] = []
    const open: SyncFsPort['open'] = (path, flags, mode) => {
      if ((flags & constants.O_CREAT) !== 0) made.push(basename(path))
      return nodeFsSync.open(path, flags, mode)
    }
    editWith({ open })
    rmSync(file)
    editWith({ open })
    const temporary = made.filter(isTemporary)
    expect(temporary).toHaveLength(2)
    expect(new Set(temporary).size).toBe(2)
    for (const name of made) {
      expect(name).toBe(name.toLowerCase())
      expect(name.length).toBeLessThan(128)
    }
  })

  test('F32: takes another name where one of other case is there already', () => {
    const names = ['taken', 'fresh']
    const host = { ...nodeHostSync(), randomName: () => names.shift() ?? 'last' }
    // As on a file system where TAKEN and taken are one file.
    const open: SyncFsPort['open'] = (path, flags, mode) => {
      if (path.includes('taken')) throw systemError('EEXIST')
      return nodeFsSync.open(path, flags, mode)
    }
    expect(editWith({ open }, { host })).toMatchObject({ isChanged: true })
    expect(names).toEqual([])
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

  test.for(['dev', 'ino', 'size', 'mtimeNs'] as const)(
    'F9: notices a file that differs in its %s alone before the rename',
    (field) => {
      const lstat: SyncFsPort['lstat'] = (path) => {
        const stats = nodeFsSync.lstat(path)
        return path === file ? Object.assign(stats, { [field]: stats[field] + 1n }) : stats
      }
      expect(editWith({ lstat })).toEqual(failed('ERR_NETRC_CHANGED', /changed .* try again/))
      expectUntouched({ folder, file })
    },
  )

  test('F9: notices a file that comes before the rename', () => {
    rmSync(file)
    const fsync = (handle: number): void => {
      nodeFsSync.fsync(handle)
      writeFileSync(file, old, { mode: 0o600 })
    }
    // Made again, the change goes to the file that came.
    expect(editWith({ fsync })).toEqual(failed('ERR_NETRC_CHANGED', /changed/))
    expectUntouched({ folder, file })
  })

  test('F9: notices a file that goes before the rename', () => {
    const fsync = (handle: number): void => {
      nodeFsSync.fsync(handle)
      if (existsSync(file)) rmSync(file)
      else writeFileSync(file, old, { mode: 0o600 })
    }
    expect(editWith({ fsync })).toEqual(failed('ERR_NETRC_CHANGED', /changed/))
    expect(readdirSync(folder)).toEqual([])
  })

  test('F9: opens no link that took the place of the file after it was resolved', () => {
    const open: SyncFsPort['open'] = (path, flags, mode) => {
      if (path === file && !existsSync(join(folder, 'other'))) {
        renameSync(file, join(folder, 'other'))
        symlinkSync('other', file)
      }
      return nodeFsSync.open(path, flags, mode)
    }
    expect(editWith({ open })).toEqual(failed('ERR_NETRC_CHANGED', /is changing/))
    expect(readFileSync(join(folder, 'other'), 'utf8')).toBe(old)
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
      // A port of its own stands for a process of its own.
      editNetrcSync(file, (document) => document, { fs: { ...nodeFsSync } })
    }
    age(23)
    expect(existsSync(elsewhere)).toBe(true)
    age(25)
    expect(existsSync(elsewhere)).toBe(false)
  })

  test('N18: are looked for once by a process, and when the lock of a killed writer lies there', () => {
    const dead = mine().replace(/-\d+-/, '-4000000-')
    const save = (): void => {
      writeFileSync(dead, 'machine')
      editNetrcSync(file, (document) => document)
    }
    save()
    expect(existsSync(dead)).toBe(false)
    save()
    expect(existsSync(dead)).toBe(true)
    writeFileSync(`${file}.lock`, JSON.stringify({ pid: 4_000_000, host: nodeHostSync().hostname }))
    save()
    expect(readdirSync(folder)).toEqual(['.netrc'])
  })

  test('N18: of another machine stay, whatever this one was called before', () => {
    const dead = mine().replace(/-\d+-/, '-4000000-')
    writeFileSync(dead, '')
    const host = { ...nodeHostSync(), hostname: 'renamed' }
    editWith({}, { host })
    expect(existsSync(dead)).toBe(true)
    editWith({})
    expect(existsSync(dead)).toBe(false)
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
