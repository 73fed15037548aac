// Faults that no real disk gives at will, on an injected file system.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findEntry, nodeFsSync, readNetrcSync } from '@wellkey/netrc'
import type { EditSyncOptions, SyncFsPort } from '@wellkey/netrc'
import { editOn, expectUntouched, failed, forEachTest, old, systemError } from './made-netrc.ts'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made))

const editWith = (faults: Partial<SyncFsPort>, options?: EditSyncOptions): unknown =>
  editOn(faults, file, options)
const isTemporary = (path: string): boolean => path.endsWith('.tmp')

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
    expectUntouched({ folder, file })
  })

  test('refuses a disk that fails when the temporary file is closed', () => {
    let temporary = -1
    const result = editWith({
      open: (path, flags, mode) => {
        const handle = nodeFsSync.open(path, flags, mode)
        if (isTemporary(path)) temporary = handle
        return handle
      },
      close: (handle) => {
        nodeFsSync.close(handle)
        if (handle !== temporary) return
        temporary = -1
        throw systemError('EIO')
      },
    })
    expect(result).toEqual(failed('ERR_NETRC_WRITE', /the disk failed \(EIO\)/))
    expectUntouched({ folder, file })
  })

  test('never writes from a part of the file', () => {
    const read: SyncFsPort['read'] = (handle, bytes, offset, position) =>
      offset > 0 ? 0 : nodeFsSync.read(handle, bytes.subarray(0, 10), 0, position)
    expect(editWith({ read })).toEqual(failed('ERR_NETRC_CHANGED', /is changing/))
    expectUntouched({ folder, file })
  })

  test.for(['ENOSPC', 'EDQUOT', 'EIO'])('says in words what %s is', (code) => {
    const fsync = (): never => {
      throw systemError(code)
    }
    const words = { ENOSPC: 'disk is full', EDQUOT: 'quota', EIO: 'disk failed' }[code]
    expect(editWith({ fsync })).toEqual(
      failed('ERR_NETRC_WRITE', new RegExp(`${words}.*\\(${code}\\); it is as it was before$`)),
    )
    expectUntouched({ folder, file })
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
