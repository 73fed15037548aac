// Whose file may be saved, and with which mode.
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { editNetrc, editNetrcSync, nodeFsSync, nodeHostSync } from '@wellkey/netrc'
import type { EditOptions, SyncFsPort } from '@wellkey/netrc'
import { readyToEdit } from './fault-child.ts'
import {
  addKey,
  failed,
  failureOf,
  isLinux,
  isPosix,
  isRoot,
  forEachTest,
  old,
  systemError,
} from './made-netrc.ts'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made))

const edit = (path: string, options?: EditOptions): Promise<unknown> =>
  failureOf(editNetrc(path, addKey, options))
const nobody = 65_534

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

  // Node reads neither access control lists nor extended attributes, so they cannot be kept; what a list
  // grants to others shows in the mode, and so does that it is gone. `editNetrc` documents both.
  test.skipIf(!isLinux || spawnSync('setfacl', ['--version']).error !== undefined)(
    'F21: takes the access that a list gives to others, and says so (needs setfacl)',
    async () => {
      execFileSync('setfacl', ['-m', 'u:12345:r', file])
      expect(statSync(file).mode & 0o777).toBe(0o640)
      expect(await editNetrc(file, addKey)).toMatchObject({ isTightened: true })
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(execFileSync('getfacl', ['-cp', file]).toString()).not.toContain('12345')
    },
  )

  // A list of the folder applies to every file made in it.
  test.skipIf(!isLinux || spawnSync('setfacl', ['--version']).error !== undefined)(
    'F21: lets nobody in by the default list of the folder (needs setfacl)',
    async () => {
      execFileSync('setfacl', ['-d', '-m', 'u:12345:rw', folder])
      await editNetrc(file, addKey)
      expect(statSync(file).mode & 0o777).toBe(0o600)
      const list = execFileSync('getfacl', ['-cp', file]).toString()
      expect(list).not.toMatch(/user:12345:rw-\s*$/m)
      expect(readdirSync(folder)).toEqual(['.netrc'])
    },
  )

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

describe.skipIf(!isPosix)('editNetrcSync() as a user like any other', () => {
  const host = { ...nodeHostSync(), userId: 12_345 }
  const fs = (linkOwner: bigint): SyncFsPort => ({
    ...nodeFsSync,
    fstat: (handle) => Object.assign(nodeFsSync.fstat(handle), { uid: 12_345n }),
    lstat: (path) => {
      const stats = nodeFsSync.lstat(path)
      return Object.assign(stats, { uid: stats.isSymbolicLink() ? linkOwner : 12_345n })
    },
    fchown: () => {
      throw systemError('EPERM')
    },
  })

  test('does not try to give the file away', () => {
    expect(editNetrcSync(file, addKey, { host, fs: fs(0n) })).toMatchObject({ isChanged: true })
  })

  test('F15: follows a link of root, and none of a third user', () => {
    const link = join(folder, 'link')
    symlinkSync('.netrc', link)
    expect(editNetrcSync(link, addKey, { host, fs: fs(0n) })).toMatchObject({ isChanged: true })
    expect(() => editNetrcSync(link, addKey, { host, fs: fs(7n) })).toThrow(
      expect.objectContaining({ code: 'ERR_NETRC_INSECURE' }),
    )
  })

  test('F20: keeps a mode that lets nobody else in', () => {
    for (const mode of [0o700, 0o400]) {
      chmodSync(file, mode)
      expect(editNetrcSync(file, addKey)).toMatchObject({ isTightened: false })
      expect(statSync(file).mode & 0o777).toBe(mode)
    }
  })
})
