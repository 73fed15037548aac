// F4, F10, F11, F12, F30: many writers at once lose nothing, and nobody sees a torn file.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { editNetrc, entries, findEntry, parse, setEntry, stringify } from '@wellkey/netrc'
import { attachStrace } from '../attach-strace.ts'
import { readyToEdit, readyToUpdate, type Ready } from '../fault-child.ts'
import { forEachTest } from '../made-netrc.ts'

const hasStrace = spawnSync('strace', ['--version']).error === undefined
const header = '# kept\nmachine first.example login u password p\n'
const isDist = process.env['TEST_DIST'] === '1'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made), { text: header })

async function expectEntries(count: number): Promise<void> {
  const text = await readFile(file, 'utf8')
  expect(text.startsWith(header)).toBe(true)
  expect(entries(parse(text))).toHaveLength(count)
  expect(await readdir(folder)).toEqual(['.netrc'])
}

async function readyWriters(names: readonly string[]): Promise<readonly Ready[]> {
  const ready: Ready[] = []
  // A few at a time, so that starting them is no test of the machine.
  for (let at = 0; at < names.length; at += 5) {
    const group = names.slice(at, at + 5).map((name) => readyToEdit(file, name))
    ready.push(...(await Promise.all(group)))
  }
  return ready
}

async function finish(ready: readonly Ready[]): Promise<void> {
  for (const one of ready) one.go()
  for (const { ending } of ready) expect(await ending).toMatchObject({ code: 0 })
}

describe('editNetrc()', () => {
  test('F10: keeps all entries of 50 writers, and every reader sees a whole file', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `w${at}.example`)
    const ready = await readyWriters(names)
    let isDone = false
    let reads = 0
    const poll = (async () => {
      while (!isDone) {
        const text = await readFile(file, 'utf8')
        expect(text.startsWith(header)).toBe(true)
        expect(text.endsWith('\n')).toBe(true)
        for (const { hasPassword } of entries(parse(text))) expect(hasPassword).toBe(true)
        reads++
      }
    })()
    await finish(ready).finally(() => (isDone = true))
    await poll
    expect(reads).toBeGreaterThan(100)
    await expectEntries(51)
  })

  test('F11: 20 writers x 20 updates of one entry and 5 removers leave one of their values, or none', async () => {
    const names = Array.from({ length: 25 }, (_, at) => (at < 20 ? `w${at}` : 'remove'))
    const ready: Ready[] = []
    for (const name of names) ready.push(await readyToUpdate(file, name, 20))
    await finish(ready)
    const found = findEntry(parse(await readFile(file)), { host: 'same.example' })
    expect(found?.password ?? 'w0-0').toMatch(/^w\d+-\d+$/)
    await expectEntries(found === undefined ? 1 : 2)
  })

  test.skipIf(!hasStrace)(
    'F12: 10 waiters go on when the one they wait for is killed (needs strace)',
    async () => {
      const [holder, ...waiters] = await readyWriters(
        Array.from({ length: 11 }, (_, at) => `w${at}.example`),
      )
      const slow = ['-e', 'trace=fsync', '-e', 'inject=fsync:delay_enter=60000000:when=1']
      const strace = await attachStrace(holder?.pid ?? 0, ...slow)
      holder?.go()
      await strace.saw('fsync(')
      for (const one of waiters) one.go()
      await new Promise((resolve) => setTimeout(resolve, 500))
      const start = performance.now()
      process.kill(holder?.pid ?? 0, 'SIGKILL')
      strace.kill()
      for (const { ending } of waiters) expect(await ending).toMatchObject({ code: 0 })
      // The bound is 3 s on an idle machine.
      expect(performance.now() - start).toBeLessThan(30_000)
      await expectEntries(11)
    },
  )

  test.skipIf(!hasStrace)(
    'F4: nobody takes the lock of a writer whose disk is slow (needs strace)',
    async () => {
      const [slow, quick] = await readyWriters(['slow.example', 'quick.example'])
      const delay = ['-e', 'trace=fsync', '-e', 'inject=fsync:delay_enter=5000000:when=1']
      const strace = await attachStrace(slow?.pid ?? 0, ...delay)
      slow?.go()
      await strace.saw('fsync(')
      expect(await readFile(file, 'utf8')).toBe(header)
      quick?.go()
      expect(await quick?.ending).toMatchObject({ code: 0 })
      // It came second.
      expect(await readFile(file, 'utf8')).toMatch(/slow\.example[^]*quick\.example/)
      expect(await slow?.ending).toMatchObject({ code: 0 })
      await expectEntries(3)
    },
  )

  test('F30: threads of one process and edits of one thread lose nothing', async () => {
    const execArgv = isDist ? [] : ['--conditions=@wellkey/source']
    const workers = Array.from({ length: 8 }, (_, at) => {
      const workerData = { file, name: `t${at}`, count: 10, isSource: !isDist }
      return new Worker(new URL('../worker-saves.mjs', import.meta.url), { workerData, execArgv })
    })
    const own = Array.from({ length: 20 }, (_, at) =>
      editNetrc(file, (document) => setEntry(document, { host: `own-${at}.example`, login: 'u' })),
    )
    await Promise.all([...own, ...workers.map((worker) => once(worker, 'exit'))])
    expect(stringify(parse(await readFile(file)))).toContain('t7-9.example')
    await expectEntries(1 + 80 + 20)
  })
})
