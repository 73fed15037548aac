import { execFileSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  findEntry,
  locateNetrc,
  nodeFsSync,
  nodeHostSync,
  readNetrc,
  readNetrcSync,
} from '@wellkey/netrc'
import { forEachTest } from './made-netrc.ts'

const isPosix = process.platform !== 'win32'
let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made), { text: 'machine h login u password p\n' })

describe('locateNetrc()', () => {
  const home = isPosix ? '/home/ann' : 'C:\\ann'
  test.for([
    { name: 'NETRC as it is', environment: { NETRC: join(home, 'x'), HOME: home }, file: 'x' },
    { name: 'HOME when NETRC is empty', environment: { NETRC: '', HOME: home }, file: '.netrc' },
    { name: 'HOME', environment: { HOME: home }, file: '.netrc' },
  ])('takes $name', ({ environment, file: name }) => {
    expect(locateNetrc({ environment })).toBe(join(home, name))
  })

  test.skipIf(!isPosix)('falls back to the home folder of the password database', () => {
    expect(locateNetrc({ environment: {} })).toBe(join(userInfo().homedir, '.netrc'))
  })

  test('takes _netrc on Windows where there is no .netrc', async () => {
    const windows = { platform: 'win32', environment: { USERPROFILE: folder } } as const
    expect(locateNetrc(windows)).toBe(file)
    await rm(file)
    expect(locateNetrc(windows)).toBe(join(folder, '_netrc'))
  })
})

describe('readNetrc()', () => {
  test('reads a file that only its owner can read', async () => {
    expect(findEntry(await readNetrc(file), { host: 'h' })?.password).toBe('p')
  })

  test.skipIf(!isPosix).for([0o644, 0o640, 0o604, 0o620])(
    'refuses mode %o and says what to type',
    async (mode) => {
      await chmod(file, mode)
      await expect(readNetrc(file)).rejects.toMatchObject({
        code: 'ERR_NETRC_INSECURE',
        message: expect.stringContaining(`run: chmod 600 ${file}`),
      })
      expect(await readNetrc(file, { allowInsecure: true })).toBeDefined()
    },
  )

  test.skipIf(process.getuid?.() !== 0)(
    'lets root read what belongs to a user (needs root)',
    async () => {
      await chown(file, 65534, 65534)
      expect(findEntry(await readNetrc(file), { host: 'h' })?.login).toBe('u')
    },
  )

  test.skipIf(process.getuid?.() !== 0)(
    'refuses the file of another user (needs root)',
    async () => {
      await chown(file, 65533, 65533)
      await chmod(file, 0o604)
      await chmod(folder, 0o711)
      process.seteuid?.(65534)
      try {
        await expect(readNetrc(file)).rejects.toMatchObject({
          code: 'ERR_NETRC_INSECURE',
          message: expect.stringContaining('belongs to another user (uid 65533)'),
        })
      } finally {
        process.seteuid?.(0)
      }
    },
  )

  test('tells a missing file from a folder', async () => {
    await expect(readNetrc(join(folder, 'x'))).rejects.toMatchObject({
      code: 'ERR_NETRC_NOT_FOUND',
    })
    await mkdir(join(folder, 'd'))
    await expect(readNetrc(join(folder, 'd'))).rejects.toMatchObject({ code: 'ERR_NETRC_NOT_FILE' })
  })

  test.skipIf(!isPosix)('does not wait for a pipe', async () => {
    execFileSync('mkfifo', [join(folder, 'p')])
    await expect(readNetrc(join(folder, 'p'))).rejects.toMatchObject({ code: 'ERR_NETRC_NOT_FILE' })
  })

  test('reads in the dialect of the options', async () => {
    await writeFile(file, 'machine h login u password p\nmachine h login v password q\n')
    const inPython = await readNetrc(file, { dialect: 'python' })
    expect(inPython.dialect).toBe('python')
    expect(findEntry(inPython, { host: 'h' })?.password).toBe('q')
    expect(findEntry(await readNetrc(file), { host: 'h' })?.password).toBe('p')
    expect(readNetrcSync(file, { dialect: 'go' }).dialect).toBe('go')
  })

  test('refuses more than maxBytes before reading', async () => {
    await expect(readNetrc(file, { maxBytes: 5 })).rejects.toMatchObject({
      code: 'ERR_NETRC_TOO_LARGE',
      path: file,
    })
  })
})

describe('readNetrcSync() on a file that others have a hand in', () => {
  test('notices that it grows while it is read', () => {
    const fs = {
      ...nodeFsSync,
      fstat: (handle: number) => {
        const stats = nodeFsSync.fstat(handle)
        appendFileSync(file, 'machine b login v password q\n')
        return stats
      },
    }
    expect(() => readNetrcSync(file, { fs })).toThrow(
      expect.objectContaining({ code: 'ERR_NETRC_CHANGED' }),
    )
  })

  test.skipIf(!isPosix)('takes one that root owns, and none of a third user', () => {
    const host = { ...nodeHostSync(), userId: 12_345 }
    const ownedBy = (uid: bigint) => ({
      ...nodeFsSync,
      fstat: (handle: number) => Object.assign(nodeFsSync.fstat(handle), { uid }),
    })
    for (const uid of [0n, 12_345n]) {
      const document = readNetrcSync(file, { host, fs: ownedBy(uid) })
      expect(findEntry(document, { host: 'h' })?.login).toBe('u')
    }
    expect(() => readNetrcSync(file, { host, fs: ownedBy(7n) })).toThrow(
      expect.objectContaining({ code: 'ERR_NETRC_INSECURE' }),
    )
  })
})
