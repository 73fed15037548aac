// Each function of files at its border: what it takes, what it refuses, and that nothing is sent for what it refuses.
import * as files from '@wellkey/client/files'
import type { FilesApi } from '@wellkey/client/files'
import { LabKeyOptionsError } from '@wellkey/client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createStandIn } from '../areas/stand-in.ts'
import { rejection } from '../recording-server.ts'

const standIn = createStandIn()
const { labkey, came } = standIn
beforeAll(() => standIn.start())
afterAll(() => standIn.stop())
beforeEach(() => {
  came.length = 0
})

const place = { path: 'raw/a.csv', root: '@pipeline', container: '/X', timeoutMs: 5 }
const transfer = { ...place, to: 'b', toContainer: '/Y', toRoot: '@files', overwrite: true }

/** Every option of every function. */
const all: Readonly<Record<`files.${keyof FilesApi}`, Readonly<Record<string, unknown>>>> = {
  'files.list': { ...place, recursive: true },
  'files.stat': { ...place },
  'files.exists': { ...place },
  'files.download': { ...place, offset: 1, etag: 'W/"1"', connections: 2 },
  'files.downloadTo': {
    ...place,
    file: '/nowhere/a',
    overwrite: true,
    verify: false,
    connections: 2,
    onProgress: () => {},
  },
  'files.upload': {
    ...place,
    content: 'x',
    overwrite: true,
    verify: false,
    modified: new Date(0),
    description: 'a plate',
    onProgress: () => {},
  },
  'files.createDirectory': { ...place, recursive: true },
  'files.remove': { ...place, recursive: true },
  'files.move': { ...transfer },
  'files.copy': { ...transfer },
  'files.sync': {
    ...place,
    folder: '/nowhere',
    direction: 'upload',
    delete: true,
    checksum: true,
    dryRun: true,
    concurrency: 2,
    onProgress: () => {},
  },
}

type Method = (...args: readonly unknown[]) => Promise<unknown>

describe.each(Object.entries(all))('%s', (name, options) => {
  const method = name.slice('files.'.length)
  const bound = Reflect.get(labkey.files, method) as Method
  const alone = Reflect.get(files, method) as Method

  test('refuses wrong options by their names, and sends nothing', async () => {
    expect(await rejection(bound({ ...options, nonsense: 1 }))).toMatchObject({
      code: 'ERR_LABKEY_OPTIONS',
      message: expect.stringContaining(`${name} has no option "nonsense"`) as string,
    })
    for (const option of Object.keys(options)) {
      const error = await rejection(bound({ ...options, [option]: Symbol('secret') }))
      expect(error).toBeInstanceOf(LabKeyOptionsError)
      expect(String(error)).toContain(`${name}: ${option} must be`)
      expect(String(error)).not.toContain('secret')
    }
    expect(came).toEqual([])
  })

  test('alone, takes a client and no other thing', async () => {
    const error = await rejection(alone({ ...labkey }, options))
    expect(String(error)).toContain(`${name} takes a client`)
  })
})

describe('a path', () => {
  test.each([
    '../etc',
    'raw/../../x',
    'raw/./a',
    'raw//a',
    'raw/..%2Fa',
    'raw/%2e%2e/a',
    'raw/a;v=1',
    'raw/a%3Bv',
    'raw\\a',
    'raw/a\u0000',
    'raw/a\nb',
    'raw/\uD800',
  ])('cannot be %j', async (path) => {
    for (const method of ['list', 'stat', 'exists', 'download', 'remove', 'createDirectory']) {
      const error = await rejection((Reflect.get(labkey.files, method) as Method)({ path }))
      expect(error).toBeInstanceOf(LabKeyOptionsError)
      expect(String(error)).toContain(`files.${method}: path must be`)
    }
    const moved = await rejection(labkey.files.move({ path: 'a', to: path }))
    expect(String(moved)).toContain('files.move: to must be')
    expect(came).toEqual([])
  })

  test.each(['files', '@files/a/b', '@../x', '@files/..', '@', '@cloud/', '@files?x'])(
    'has no root %j',
    async (root) => {
      const error = await rejection(labkey.files.list({ root }))
      expect(String(error)).toContain('files.list: root must be')
      expect(came).toEqual([])
    },
  )

  test('goes over the wire as one name for each of its names', async () => {
    standIn.answers = [{ files: [], fileCount: 0 }]
    await labkey.files.list({ path: '/a b/100%/ü?#&+/@x', root: '@filesets/my set' })
    expect(came[0]).toMatchObject({
      asks: 'GET /_webdav/Demo Study/@filesets/my set/a b/100%/ü?#&+/@x',
      params: [['method', 'JSON']],
    })
  })

  test('is never the root of all where something is changed', async () => {
    for (const path of ['/', '']) {
      for (const call of [
        labkey.files.remove({ path, recursive: true }),
        labkey.files.createDirectory({ path }),
        labkey.files.move({ path, to: 'a' }),
        labkey.files.copy({ path: 'a', to: path }),
        labkey.files.upload({ path, content: '' }),
      ]) {
        expect(await rejection(call)).toBeInstanceOf(LabKeyOptionsError)
      }
    }
    expect(came).toEqual([])
  })
})
