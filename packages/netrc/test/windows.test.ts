// The rules of Windows, on an injected host; and ports that do not answer at once.
import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  editNetrc,
  editNetrcSync,
  nodeFs,
  nodeFsSync,
  nodeHost,
  nodeHostSync,
  readNetrcSync,
} from '@wellkey/netrc'
import type { HostPort, SyncFsPort } from '@wellkey/netrc'
import { addKey, expectUntouched, forEachTest, old, systemError } from './made-netrc.ts'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made))

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
    expectUntouched({ folder, file })
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
    expectUntouched({ folder, file })
  })
})
