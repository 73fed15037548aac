// Links, pipes, sockets, folders and devices where a netrc file should be.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { editNetrc, readNetrc } from '@wellkey/netrc'
import type { EditOptions } from '@wellkey/netrc'
import { addKey, failed, failureOf, isLinux, isPosix, isRoot, forEachTest } from './made-netrc.ts'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made))

const edit = (path: string, options?: EditOptions): Promise<unknown> =>
  failureOf(editNetrc(path, addKey, options))

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
