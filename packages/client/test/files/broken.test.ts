// Downloads over connections that break, of files that change, and from servers that are not what they should be.
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  linkSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { chmod, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LabKeyConflictError, LabKeyDecodeError, LabKeyNetworkError } from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import { until } from '../byte-streams.ts'
import { rejection } from '../recording-server.ts'
import { newFolder, write } from './local.ts'
import { startRangeServer, type RangeServer } from './range-server.ts'

const MB = 1_048_576
const content = randomBytes(10 * MB)
const path = 'a.bin'

async function read({ labkey }: RangeServer, connections = 1): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const { body } = await labkey.files.download({ path, connections })
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('a download', () => {
  test('goes on where the connection broke', async () => {
    const server = await startRangeServer(content)
    server.cuts = [1000, 5, MB]
    expect((await read(server)).equals(content)).toBe(true)
    expect(server.ranges).toHaveLength(4)
    expect(server.ranges[0]).toBe('bytes=0-')
    for (const range of server.ranges.slice(1)) expect(range).toMatch(/^bytes=\d+- if W\/"1"$/)
  })

  test('of parts side by side does so, too', async () => {
    const server = await startRangeServer(content)
    server.cuts = [1000, 5, MB, undefined, 3]
    expect((await read(server, 3)).equals(content)).toBe(true)
  })

  test('counts breaks in a row, not breaks', async () => {
    const server = await startRangeServer(content, 1)
    server.cuts = [100, 100, 100, 100, 100, 100]
    expect((await read(server)).equals(content)).toBe(true)
  })

  test('never goes on with a part that ends before it begins', async () => {
    const server = await startRangeServer(content)
    server.cuts = [1000]
    server.before = () => {
      if (server.ranges.length === 0) return
      const [, from = ''] = /bytes=(\d+)/.exec(server.ranges.at(-1) ?? '') ?? []
      server.contentRange = `bytes ${Math.max(1000, Number(from))}-5/${content.length}`
    }
    expect(await rejection(read(server))).toBeInstanceOf(LabKeyDecodeError)
  })

  test.each([1, 3])('that nobody reads on closes its connections (%i)', async (connections) => {
    const server = await startRangeServer(content)
    const get = () => server.labkey.files.download({ path, connections })
    const left = await get()
    await left.body.next()
    await left.body.return()
    await until(() => server.sending === 0)
    const unread = await get()
    await unread.body.return()
    await until(() => server.sending === 0)
    const cancelled = await get()
    cancelled.body.cancel()
    await until(() => server.sending === 0)
    expect(server.ranges.length).toBeGreaterThan(2)
  })

  test('ends the parts that nobody waits for any more', async () => {
    const server = await startRangeServer(content)
    server.hangs = true
    const { body } = await server.labkey.files.download({ path, connections: 3 })
    await body.next()
    await until(() => server.sending === 2)
    await body.return()
    await until(() => server.sending === 0)
    expect(server.ranges).toHaveLength(3)
  })

  test('gives up where nothing comes any more', async () => {
    const server = await startRangeServer(content)
    server.cuts = [1000, 0, 0, 0, 0, 0]
    expect(await rejection(read(server))).toBeInstanceOf(LabKeyNetworkError)
    expect(server.ranges).toHaveLength(4)
  })

  test('goes on as often as the client retries', async () => {
    const server = await startRangeServer(content, 0)
    server.cuts = [1000]
    expect(await rejection(read(server))).toBeInstanceOf(LabKeyNetworkError)
    expect(server.ranges).toHaveLength(1)
  })

  test.each([1, 3])('never puts two files together (%i connections)', async (connections) => {
    const server = await startRangeServer(content)
    server.cuts = [1000, 1000, 1000, 1000]
    server.before = () => {
      if (server.ranges.length > 0) server.etag = `W/"${server.ranges.length}"`
    }
    const error = await rejection(read(server, connections))
    expect(error).toBeInstanceOf(LabKeyConflictError)
    expect(String(error)).toContain('has changed')
  })

  test('of a file without a tag is read in one go, or not', async () => {
    const server = await startRangeServer(content)
    server.etag = undefined
    expect((await read(server, 4)).equals(content)).toBe(true)
    expect(server.ranges).toEqual(['bytes=0-4194303', 'bytes=0-'])
    server.cuts = [1000]
    expect(await rejection(read(server))).toBeInstanceOf(LabKeyNetworkError)
  })

  test.each([1, 4])('from a server without ranges is the whole file (%i)', async (connections) => {
    const server = await startRangeServer(content)
    server.isWhole = true
    expect((await read(server, connections)).equals(content)).toBe(true)
    expect(server.ranges).toHaveLength(1)
  })

  test.each([1, 4])('asks again for what a part left out (%i)', async (connections) => {
    const server = await startRangeServer(content)
    server.most = 3 * MB
    expect((await read(server, connections)).equals(content)).toBe(true)
  })

  test.each(['bytes 1-10/20', 'bytes 0-20/20', 'bytes 0-99/*', 'bytes 5-3/10', 'pages 0-1/2', ''])(
    'is none for a part that was not asked for: %j',
    async (contentRange) => {
      const server = await startRangeServer(content)
      server.contentRange = contentRange
      expect(await rejection(read(server))).toBeInstanceOf(LabKeyDecodeError)
    },
  )

  test('is none for a part of what is packed', async () => {
    const server = await startRangeServer(content)
    server.contentEncoding = 'gzip'
    expect(await rejection(read(server))).toBeInstanceOf(Error)
  })

  test('tells from where it comes', async () => {
    const server = await startRangeServer(content)
    const given = { path, offset: 100, etag: 'W/"1"' }
    expect(await server.labkey.files.download(given)).toMatchObject({ from: 100, etag: 'W/"1"' })
    server.etag = 'W/"2"'
    expect(await server.labkey.files.download(given)).toMatchObject({ from: 0, etag: 'W/"2"' })
  })

  test('ends with its signal', async () => {
    const server = await startRangeServer(content)
    const ends = new AbortController()
    const { body } = await server.labkey.files.download({
      path,
      connections: 2,
      signal: ends.signal,
    })
    await body.next()
    ends.abort()
    const error = await rejection(
      (async () => {
        for await (const chunk of body) expect(chunk.length).toBeGreaterThan(0)
      })(),
    )
    expect(error).toMatchObject({ code: 'ERR_LABKEY_ABORTED' })
  })
})

describe('a file on this machine', () => {
  const partsIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.part'))

  test('is there when it is whole, with its date, for its owner only', async () => {
    const server = await startRangeServer(content)
    const folder = await newFolder()
    const file = join(folder, 'b.bin')
    const seen: unknown[] = []
    const done = await server.labkey.files.downloadTo({
      path,
      file,
      connections: 2,
      onProgress: (progress) => {
        expect(readdirSync(folder)).toHaveLength(1)
        seen.push(progress)
      },
    })
    expect(done).toMatchObject({
      path: '/a.bin',
      size: content.length,
      verified: true,
      resumedFrom: 0,
    })
    expect(seen.at(-1)).toEqual({ bytes: content.length, size: content.length })
    expect(readFileSync(file).equals(content)).toBe(true)
    expect(readdirSync(folder)).toEqual(['b.bin'])
    const { mode, mtime } = statSync(file)
    expect(mtime).toEqual(new Date('2024-07-02T14:33:42Z'))
    if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o600)
  })

  test('goes on with what came before the program ended', async () => {
    const server = await startRangeServer(content, 0)
    const folder = await newFolder()
    const file = join(folder, 'b.bin')
    const get = () => server.labkey.files.downloadTo({ path, file })
    server.cuts = [undefined, 2 * MB]
    expect(await rejection(get())).toBeInstanceOf(LabKeyNetworkError)
    expect(readdirSync(folder)).toEqual(partsIn(folder))
    const { size } = statSync(join(folder, partsIn(folder)[0] ?? ''))
    expect(size).toBeGreaterThan(0)
    server.ranges.length = 0
    expect(await get()).toMatchObject({ resumedFrom: size, size: content.length, verified: true })
    expect(server.ranges).toEqual(['bytes=0-0', `bytes=${size}- if W/"1"`])
    expect(readFileSync(file).equals(content)).toBe(true)
  })

  test('begins anew when the file is another', async () => {
    const server = await startRangeServer(content, 0)
    const folder = await newFolder()
    const file = join(folder, 'b.bin')
    const get = () => server.labkey.files.downloadTo({ path, file })
    server.cuts = [undefined, MB]
    await rejection(get())
    const other = randomBytes(3 * MB)
    server.content = other
    server.etag = 'W/"2"'
    expect(await get()).toMatchObject({ resumedFrom: 0, size: other.length, verified: true })
    expect(readFileSync(file).equals(other)).toBe(true)
  })

  test('begins anew when it changes between two requests', async () => {
    const server = await startRangeServer(content, 0)
    const folder = await newFolder()
    const file = join(folder, 'b.bin')
    const get = () => server.labkey.files.downloadTo({ path, file })
    server.cuts = [undefined, MB]
    await rejection(get())
    const other = randomBytes(3 * MB)
    server.ranges.length = 0
    server.before = () => {
      if (server.ranges.length !== 1) return
      server.content = other
      server.etag = 'W/"2"'
    }
    expect(await get()).toMatchObject({ resumedFrom: 0, size: other.length, verified: true })
    expect(readFileSync(file).equals(other)).toBe(true)
  })

  test('begins anew when it is shorter than what came', async () => {
    const server = await startRangeServer(content, 0)
    const folder = await newFolder()
    const file = join(folder, 'b.bin')
    const get = () => server.labkey.files.downloadTo({ path, file, overwrite: true })
    server.cuts = [undefined, 2 * MB]
    await rejection(get())
    server.content = content.subarray(0, MB)
    expect(await get()).toMatchObject({ resumedFrom: 0, size: MB, verified: true })
  })

  test('leaves nothing when nothing came', async () => {
    const server = await startRangeServer(content, 0)
    const folder = await newFolder()
    server.cuts = [undefined, 0]
    const file = join(folder, 'b.bin')
    await rejection(server.labkey.files.downloadTo({ path, file }))
    expect(readdirSync(folder)).toEqual([])
  })

  test('is only looked at again when all of it came before', async () => {
    const server = await startRangeServer(content)
    const folder = await newFolder()
    const get = () => server.labkey.files.downloadTo({ path, file: join(folder, 'b.bin') })
    server.cuts = [undefined, MB, 0, 0, 0, 0]
    await rejection(get())
    writeFileSync(join(folder, partsIn(folder)[0] ?? ''), content)
    server.ranges.length = 0
    server.cuts = []
    expect(await get()).toMatchObject({ resumedFrom: content.length, verified: true })
    expect(server.ranges).toEqual(['bytes=0-0'])
  })

  test('is none when its MD5 is another, and leaves nothing', async () => {
    const server = await startRangeServer(content)
    const folder = await newFolder()
    const file = join(folder, 'b.bin')
    server.sum = '0'.repeat(32)
    const error = await rejection(server.labkey.files.downloadTo({ path, file }))
    expect(error).toBeInstanceOf(LabKeyConflictError)
    expect(String(error)).toContain('other bytes')
    expect(readdirSync(folder)).toEqual([])
    expect(await server.labkey.files.downloadTo({ path, file, verify: false })).toMatchObject({
      verified: false,
    })
    server.sum = 'null'
    expect(await server.labkey.files.downloadTo({ path, file, overwrite: true })).toMatchObject({
      verified: false,
    })
  })

  test('takes no place that is taken', async () => {
    const server = await startRangeServer(content)
    const folder = await newFolder()
    const file = await write(folder, 'b.bin', 'mine')
    const get = (overwrite?: boolean) =>
      server.labkey.files.downloadTo({ path, file, ...(overwrite && { overwrite }) })
    expect(String(await rejection(get()))).toContain('overwrite: true')
    expect(server.ranges).toEqual([])
    expect(readFileSync(file, 'utf8')).toBe('mine')
    await chmod(file, 0o640)
    await get(true)
    expect(readFileSync(file).equals(content)).toBe(true)
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o640)
    const folderAsFile = server.labkey.files.downloadTo({ path, file: folder, overwrite: true })
    expect(String(await rejection(folderAsFile))).toContain('file must be')
  })

  test('takes no place that is taken meanwhile', async () => {
    const server = await startRangeServer(content)
    const folder = await newFolder()
    const file = join(folder, 'b.bin')
    const get = server.labkey.files.downloadTo({
      path,
      file,
      onProgress: () => writeFileSync(file, 'mine'),
    })
    expect(String(await rejection(get))).toContain('there already')
    expect(readFileSync(file, 'utf8')).toBe('mine')
  })

  test('is never written to a part that others could read', async () => {
    const server = await startRangeServer(content, 0)
    const folder = await newFolder()
    const file = join(folder, 'b.bin')
    const get = () => server.labkey.files.downloadTo({ path, file })
    server.cuts = [undefined, MB]
    await rejection(get())
    const part = join(folder, partsIn(folder)[0] ?? '')
    await chmod(part, 0o666)
    server.cuts = [undefined, MB]
    await rejection(get())
    expect((await stat(part)).mode & 0o777).toBe(0o600)
    linkSync(part, join(folder, 'another-name'))
    expect(String(await rejection(get()))).toContain('is in the way, and is not ours')
    if (process.getuid?.() !== 0) return
    rmSync(join(folder, 'another-name'))
    chownSync(part, 12_345, 12_345)
    expect(String(await rejection(get()))).toContain('is in the way, and is not ours')
    chownSync(part, 0, 0)
    expect(await get()).toMatchObject({ verified: true })
  })

  test('is written through a link, and a part is never written through one', async () => {
    const server = await startRangeServer(content)
    const folder = await newFolder()
    const target = await write(folder, 'target.bin', 'old')
    const victim = await write(folder, 'victim', 'mine')
    const link = join(folder, 'link.bin')
    symlinkSync(target, link)
    await server.labkey.files.downloadTo({ path, file: link, overwrite: true })
    expect(readFileSync(target).equals(content)).toBe(true)
    server.cuts = [undefined, MB, 0, 0, 0, 0]
    const file = join(folder, 'c.bin')
    await rejection(server.labkey.files.downloadTo({ path, file }))
    const part = join(folder, partsIn(folder)[0] ?? '')
    rmSync(part)
    symlinkSync(victim, part)
    server.cuts = []
    expect(await rejection(server.labkey.files.downloadTo({ path, file }))).toMatchObject({
      code: 'ELOOP',
    })
    expect(readFileSync(victim, 'utf8')).toBe('mine')
  })
})
