// What is looked at in the last step before a save: that the new file ends where it should, and whose lock it is.
import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { describe, expect, test } from 'vitest'
import { nodeFsSync } from '@wellkey/netrc'
import type { SyncFsPort } from '@wellkey/netrc'
import { editOn, expectUntouched, failed, forEachTest, old, systemError } from './made-netrc.ts'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made))

describe('editNetrc() before the rename', () => {
  test('refuses a new file that is longer than what was written to it', () => {
    let temporary = ''
    const open: SyncFsPort['open'] = (path, flags, mode) => {
      if (path.endsWith('.tmp')) temporary = path
      return nodeFsSync.open(path, flags, mode)
    }
    const fsync = (handle: number): void => {
      nodeFsSync.fsync(handle)
      appendFileSync(temporary, 'x')
    }
    expect(editOn({ open, fsync }, file)).toEqual(
      failed('ERR_NETRC_WRITE', /gave back other bytes/),
    )
    expectUntouched({ folder, file })
  })

  test('writes nothing when its lock is gone', () => {
    const fsync = (handle: number): void => {
      nodeFsSync.fsync(handle)
      rmSync(`${file}.lock`, { force: true })
    }
    expect(editOn({ fsync }, file)).toEqual(failed('ERR_NETRC_CHANGED', /took the lock/))
    expectUntouched({ folder, file })
  })

  test('names the lock that it could neither write nor remove', () => {
    const write: SyncFsPort['write'] = (handle, bytes, offset) => {
      if (bytes[0] === 0x7b) throw systemError('ENOSPC')
      return nodeFsSync.write(handle, bytes, offset)
    }
    const unlink = (path: string): void => {
      if (path.endsWith('.lock')) throw systemError('EIO')
      nodeFsSync.unlink(path)
    }
    expect(editOn({ write, unlink }, file)).toEqual(
      failed('ERR_NETRC_WRITE', /disk is full.*; also remove .*\.netrc\.lock$/),
    )
    expect(readFileSync(file, 'utf8')).toBe(old)
    expect(readdirSync(folder).toSorted()).toEqual(['.netrc', '.netrc.lock'])
  })

  test('leaves a lock that says another name now, though its file is the same', () => {
    const lock = `${file}.lock`
    const time = new Date(1_700_000_000_000)
    const said = (pid: number): string => JSON.stringify({ pid, host: hostname() })
    const say = (pid: number): void => {
      writeFileSync(lock, said(pid))
      utimesSync(lock, time, time)
    }
    say(4_000_000)
    const open: SyncFsPort['open'] = (path, flags, mode) => {
      const handle = nodeFsSync.open(path, flags, mode)
      if (path.endsWith('.turn')) say(process.pid)
      return handle
    }
    const options = { lockTimeoutMs: 40 }
    expect(editOn({ open }, file, options)).toEqual(failed('ERR_NETRC_LOCKED'))
    expect(readFileSync(lock, 'utf8')).toBe(said(process.pid))
  })
})
