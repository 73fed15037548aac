// Names, descriptors and disks at their limits.
import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { editNetrc, readNetrc } from '@wellkey/netrc'
import type { EditOptions } from '@wellkey/netrc'
import { bareEnvironment } from './edit-child.ts'
import { childCommand } from './fault-child.ts'
import {
  addKey,
  failed,
  failureOf,
  isLinux,
  isPosix,
  isRoot,
  forEachTest,
  old,
} from './made-netrc.ts'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made))

const edit = (path: string, options?: EditOptions): Promise<unknown> =>
  failureOf(editNetrc(path, addKey, options))

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

  test.skipIf(!isLinux).for([0, 1, 2])(
    'F27: says that no descriptor is left, and leaks none, with %i to spare',
    (spare) => {
      const [node = '', ...args] = childCommand('exhausted-child.mjs', file, String(spare))
      const limited = ['-c', 'ulimit -n 60; exec "$@"', 'sh', node, ...args]
      const { stdout } = spawnSync('sh', limited, { env: bareEnvironment })
      const { codes, more, leaked, open } = JSON.parse(String(stdout))
      const [read, edited] = codes
      expect(read).toBe(spare < 1 ? 'ERR_NETRC_READ EMFILE' : 'done')
      // The folder stays open, and beside it the lock, the file or the temporary file.
      expect(edited).toBe(spare < 2 ? 'ERR_NETRC_WRITE EMFILE' : 'done')
      expect({ more, leaked }).toEqual({ more: 'done', leaked: 0 })
      expect(open).toBeLessThan(60)
      expect(readFileSync(file, 'utf8').startsWith(old)).toBe(true)
      expect(readdirSync(folder)).toEqual(['.netrc'])
    },
  )

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
