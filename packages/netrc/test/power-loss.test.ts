// F34: the states that a disk may be in after a power cut, by the model of power-loss.ts.
import { chmodSync, constants, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { editNetrc, editNetrcSync, parse, setEntry, type SyncFsPort } from '@wellkey/netrc'
import type { NetrcDocument } from '@wellkey/netrc'
import { recordCalls, remainsOf, type Recorder, type Remains } from './power-loss.ts'
import { forEachTest } from './made-netrc.ts'

const old = '# mine\nmachine first.example login u password p\n'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made), { text: undefined })

const addKey = (document: NetrcDocument): NetrcDocument =>
  setEntry(document, { host: 'h.example', login: 'apikey', password: 'k'.repeat(100) })

type Writer = (fs: SyncFsPort) => unknown

interface Outcome {
  /** What stands in the file after the call, if the power does not fail. */
  readonly written: string
  /** At any time, the power may fail with one of these left. */
  readonly during: readonly (Remains | undefined)[]
  /** The same once the call came back. */
  readonly after: readonly (Remains | undefined)[]
}

async function powerCuts(initial: Remains | undefined, writer: Writer): Promise<Outcome> {
  if (initial !== undefined) {
    writeFileSync(file, initial.content)
    chmodSync(file, initial.mode)
  }
  const before = new Map(initial === undefined ? [] : [['.netrc', initial]])
  const recorder: Recorder = recordCalls(
    folder,
    new Map([...before.keys()].map((name) => [name, 0])),
  )
  await writer(recorder.fs)
  const states = recorder.calls.map((_, length) =>
    remainsOf('.netrc', before, recorder.calls.slice(0, length)),
  )
  return {
    written: readFileSync(file, 'utf8'),
    during: states.flat(),
    after: remainsOf('.netrc', before, recorder.calls),
  }
}

const writers: Readonly<Record<string, Writer>> = {
  editNetrc: (fs) => editNetrc(file, addKey, { fs }),
  editNetrcSync: (fs) => editNetrcSync(file, addKey, { fs }),
}

describe.for(Object.entries(writers))('F34: %s() at a power cut', ([, writer]) => {
  test.for([
    { name: 'a file', initial: { content: old, mode: 0o600 } },
    { name: 'a file that others could read', initial: { content: old, mode: 0o644 } },
    { name: 'no file', initial: undefined },
  ])('leaves the old file or the new one, whole, where there was $name', async ({ initial }) => {
    const { written, during, after } = await powerCuts(initial, writer)
    const whole = { content: written, mode: 0o600 }
    expect(parse(written).diagnostics).toEqual([])
    expect(during.length).toBeGreaterThan(20)
    for (const state of during) expect([initial, whole]).toContainEqual(state)
    expect(during).toContainEqual(initial)
    // The lock may be found again, the file is safe.
    expect(after).toEqual(after.map(() => whole))
  })
})

describe('the model of a power cut', () => {
  const initial = { content: old, mode: 0o600 }
  const withoutSync =
    (isSkipped: (isFolder: boolean) => boolean): Writer =>
    (fs) => {
      const folders = new Set<number>()
      const broken: SyncFsPort = {
        ...fs,
        open(path, flags, mode) {
          const handle = fs.open(path, flags, mode)
          if (path === folder) folders.add(handle)
          return handle
        },
        fsync(handle) {
          if (!isSkipped(folders.has(handle))) fs.fsync(handle)
        },
      }
      return editNetrcSync(file, addKey, { fs: broken })
    }

  test('catches a writer that does not fsync the content', async () => {
    const { written, during } = await powerCuts(
      initial,
      withoutSync((isFolder) => !isFolder),
    )
    const torn = during.filter((state) => state?.content !== old && state?.content !== written)
    expect(torn).toContainEqual({ content: '', mode: 0o600 })
  })

  test('catches a writer that does not fsync the folder', async () => {
    const { after } = await powerCuts(
      initial,
      withoutSync((isFolder) => isFolder),
    )
    expect(after).toContainEqual(initial)
  })

  test('catches a writer that truncates the file in place', async () => {
    const { during } = await powerCuts(initial, (fs) => {
      const handle = fs.open(file, constants.O_WRONLY | constants.O_TRUNC)
      fs.write(handle, Buffer.from('machine new.example login u password p\n'), 0)
      fs.fsync(handle)
      fs.close(handle)
    })
    expect(during).toContainEqual({ content: '', mode: 0o600 })
    expect(during).toContainEqual({ content: 'machine new.example', mode: 0o600 })
  })
})
