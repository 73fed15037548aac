// Whose lock counts, for how long, and who takes it over.
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { describe, expect, test } from 'vitest'
import { editNetrc, nodeFsSync, nodeHostSync, setEntry } from '@wellkey/netrc'
import type { EditSyncOptions, SyncFsPort } from '@wellkey/netrc'
import { editOn, failed, isLinux, forEachTest, old } from './made-netrc.ts'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made))

const editWith = (faults: Partial<SyncFsPort>, options?: EditSyncOptions): unknown =>
  editOn(faults, file, options)

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

  test('that changes hands is waited for, however long that takes', () => {
    writeFileSync(lock(), holder({}))
    let hands = 0
    const host = {
      ...nodeHostSync(),
      sleep: () => {
        nodeHostSync().sleep(10)
        rmSync(lock())
        if (++hands < 20) writeFileSync(lock(), holder({ since: hands }))
      },
    }
    expect(editWith({}, { ...options, host })).toMatchObject({ isChanged: true })
    expect(hands).toBe(20)
  })

  test('of the same thread is waited for by an asynchronous edit', async () => {
    const edits = ['a', 'b'].map((host) =>
      editNetrc(file, (document) => setEntry(document, { host, login: 'u' })),
    )
    expect(await Promise.all(edits)).toMatchObject([{ isChanged: true }, { isChanged: true }])
    expect(readFileSync(file, 'utf8')).toMatch(/machine a[^]*machine b/)
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
