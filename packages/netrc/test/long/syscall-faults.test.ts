// F1, F2, F3, F8, F35: strace ends or fails each system call of a save, one after the other.
import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { editNetrc, setEntry } from '@wellkey/netrc'
import { editUnderStrace, type Ending } from '../fault-child.ts'

const hasStrace = spawnSync('strace', ['--version']).error === undefined
const old = '# mine\nmachine first.example login u password p\n'
const made = /^# mine\nmachine first\.example login u password p\nmachine added\.example .*\n$/

const calls = [
  'openat',
  'statx',
  'getdents64',
  'pread64',
  'write',
  'fchown',
  'fchmod',
  'fsync',
  'close',
  'rename',
  'unlink',
] as const

const codes = [
  'ENOSPC',
  'EIO',
  'EDQUOT',
  'EACCES',
  'EPERM',
  'EROFS',
  'EMFILE',
  'ENFILE',
  'EINTR',
  'ELOOP',
  'EXDEV',
  'EBUSY',
  'EFBIG',
  'ESTALE',
]

/** What the manual pages name for a call: these are tried at each place, the others at one each. */
const likely: Partial<Record<(typeof calls)[number], readonly string[]>> = {
  statx: ['EACCES', 'EIO', 'ESTALE'],
  getdents64: ['EIO', 'ESTALE'],
  pread64: ['EIO', 'EINTR', 'ESTALE'],
  write: ['ENOSPC', 'EIO', 'EDQUOT', 'EFBIG', 'EINTR', 'EPERM'],
  close: ['EIO', 'EINTR', 'ENOSPC', 'EDQUOT'],
}

/** These calls may fail: a folder that cannot be listed is not swept, and a lock that stays is told. */
const harmless: ReadonlySet<string> = new Set(['getdents64', 'unlink'])

/** Of the files that a save closes, only the temporary one must not fail: it holds what was written. */
const failedClose = /close\(\d+<[^>]*\.tmp>\) += -1 (?!EINTR)/

function placesOf(call: (typeof calls)[number], count: number): readonly string[] {
  const all = Array.from({ length: count }, (_, at) => at + 1)
  return codes.flatMap((code, number) => {
    const isLikely = likely[call]?.includes(code) ?? true
    const places = isLikely ? all : all.filter((at) => at === 1 + (number % count))
    return places.map((at) => `${call}:error=${code}:when=${at}`)
  })
}

interface Found extends Ending {
  readonly content: string
  readonly mode: number
  /** What stands beside the file. */
  readonly left: readonly string[]
}

async function save(injection: string): Promise<Found> {
  const folder = await mkdtemp(join(tmpdir(), 'wellkey-netrc-'))
  const file = join(folder, '.netrc')
  try {
    await writeFile(file, old, { mode: 0o600 })
    const name = /^\w+/.exec(injection)?.[0] ?? ''
    const ending = await editUnderStrace(file, '-e', `trace=${name}`, '-e', `inject=${injection}`)
    const found = {
      content: await readFile(file, 'utf8'),
      mode: (await stat(file)).mode & 0o777,
      left: (await readdir(folder)).filter((one) => one !== '.netrc'),
    }
    await expectNextSave(folder, file)
    return { ...ending, ...found }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The next writer is not held up by anything that the last one left, and leaves nothing. */
async function expectNextSave(folder: string, file: string): Promise<void> {
  const start = performance.now()
  await editNetrc(file, (document) =>
    setEntry(document, { host: 'next.example', login: 'u', password: 'p' }),
  )
  expect(performance.now() - start).toBeLessThan(9000)
  expect(await readFile(file, 'utf8')).toContain('machine next.example')
  expect(await readdir(folder)).toEqual(['.netrc'])
}

const isOld = ({ content }: Found): boolean => content === old
const isNew = ({ content }: Found): boolean => made.test(content.replaceAll(/\n\s+/g, ' '))

function expectWhole(injection: string, found: Found): void {
  const { content, mode } = found
  expect({ injection, content, isWhole: isOld(found) || isNew(found) }).toMatchObject({
    isWhole: true,
  })
  expect({ injection, mode }).toEqual({ injection, mode: 0o600 })
}

function expectHonest(injection: string, found: Found): void {
  expectWhole(injection, found)
  const { code, said, left } = found
  // The child cannot say what happened when that very write fails, nor can Node go on when the write
  // to its own event queue does.
  if (found.signal !== null || said === '') return
  if (code === 0) {
    expect({ injection, said, isNew: isNew(found) }).toMatchObject({ isNew: true })
  } else {
    const isNewInPlace = said.includes('has its new content')
    expect({ injection, said }).toEqual({
      injection,
      said: expect.stringMatching(/^ERR_NETRC_[A-Z]+: ./),
    })
    expect({ injection, said, is: isNewInPlace ? isNew(found) : isOld(found) }).toMatchObject({
      is: true,
    })
  }
  for (const name of left)
    expect({ injection, said }).toEqual({ injection, said: expect.stringContaining(name) })
}

/** How often a save makes a call, on the thread that makes it most. */
async function countOf(call: string): Promise<number> {
  const { trace } = await save(`${call}:delay_exit=1`)
  const threads = new Map<string, number>()
  for (const [, thread = ''] of trace.matchAll(
    new RegExp(`^(?:\\[pid +(\\d+)\\] )?${call}\\(`, 'gm'),
  )) {
    threads.set(thread, (threads.get(thread) ?? 0) + 1)
  }
  return Math.max(0, ...threads.values())
}

async function each<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = [...items]
  const worker = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item)
  }
  await Promise.all([worker(), worker()])
}

describe.skipIf(!hasStrace)('editNetrc() (needs strace)', () => {
  test.for(calls)(
    'F1: leaves the old file or the new when it is killed at any %s',
    async (call) => {
      const count = await countOf(call)
      let kills = 0
      await each(
        Array.from({ length: count }, (_, at) => at + 1),
        async (when) => {
          const injection = `${call}:signal=KILL:when=${when}`
          const found = await save(injection)
          if (found.signal === 'SIGKILL') kills++
          expectWhole(injection, found)
        },
      )
      expect(kills).toBeGreaterThan(0)
    },
  )

  test.for(calls)(
    'F2, F8, F35: says what failed at any %s, and keeps the old file',
    async (call) => {
      const count = await countOf(call)
      const points = placesOf(call, count)
      let failures = 0
      await each(points, async (injection) => {
        const found = await save(injection)
        if (found.code === 7) failures++
        expectHonest(injection, found)
        if (call === 'close') {
          const isReported = found.code === 7
          expect({ injection, isReported }).toEqual({
            injection,
            isReported: failedClose.test(found.trace),
          })
        }
      })
      if (harmless.has(call)) expect(failures).toBe(0)
      // EIO, ENOSPC, EDQUOT at the one close that counts.
      else if (call === 'close') expect(failures).toBeGreaterThanOrEqual(3)
      else expect(failures).toBeGreaterThan(codes.length / 2)
    },
  )

  test.for(calls)('F3: says what failed when %s fails from any call on', async (call) => {
    const count = await countOf(call)
    const points = ['ENOSPC', 'EIO', 'EACCES'].flatMap((code) =>
      Array.from({ length: count }, (_, at) => `${call}:error=${code}:when=${at + 1}+`),
    )
    expect(points.length).toBeGreaterThan(0)
    await each(points, async (injection) => {
      expectHonest(injection, await save(injection))
    })
  })
})
