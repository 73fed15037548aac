// Files over real sockets, against each release that the reference server knows.
import { randomBytes, createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { LabKeyConflictError, LabKeyNotFoundError, LabKeyPermissionError } from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import { rejection } from '../recording-server.ts'
import { startDemo, type Release } from '../query/demo-server.ts'
import { newFolder, write } from './local.ts'

const md5 = (bytes: Uint8Array | string) => createHash('md5').update(bytes).digest('hex')

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const odd = `ünï %25 100%, a+b & c=d?#[x]'~! "q".txt`

describe.each<Release>(['23.2', '24.11', '25.3'])('a server of LabKey %s', (release) => {
  test('keeps, lists, describes and gives back what was written', async () => {
    const demo = await startDemo(release)
    const labkey = await demo.clientOf('editor')
    const { files } = labkey
    expect(await files.list()).toEqual([])
    await files.createDirectory({ path: 'raw/2024', recursive: true })
    const content = randomBytes(100_000)
    const modified = new Date('2024-07-02T14:33:42Z')
    const path = `raw/2024/${odd}`
    expect(await files.upload({ path, content, modified })).toEqual({
      path: `/${path}`,
      size: content.length,
      md5: md5(content),
      verified: true,
    })
    expect(await files.list({ path: '/raw/' })).toMatchObject([
      { name: '2024', path: '/raw/2024', type: 'folder' },
    ])
    const [entry] = await files.list({ path: '/raw/2024' })
    expect(entry).toMatchObject({
      name: odd,
      path: `/${path}`,
      type: 'file',
      size: content.length,
      modified,
      permissions: ['read', 'upload', 'edit', 'delete', 'rename'],
    })
    expect(await files.list({ path })).toMatchObject([{ path: `/${path}`, type: 'file' }])
    expect(await files.list({ recursive: true })).toMatchObject([
      { path: '/raw', type: 'folder' },
      { path: '/raw/2024', type: 'folder' },
      { path: `/${path}`, type: 'file' },
    ])
    expect(await files.stat({ path })).toEqual({
      name: odd,
      path: `/${path}`,
      type: 'file',
      size: content.length,
      modified,
      contentType: 'text/plain',
      etag: expect.stringMatching(/^W\//) as string,
    })
    expect(await files.stat({ path: 'raw' })).toMatchObject({ name: 'raw', type: 'folder' })
    expect(await files.stat({ path: '/' })).toMatchObject({ name: '', path: '/', type: 'folder' })
    expect([await files.exists({ path }), await files.exists({ path: 'raw/none' })]).toEqual([
      true,
      false,
    ])
    const got = await files.download({ path })
    expect(got).toMatchObject({ from: 0, size: content.length, modified, path: `/${path}` })
    expect(await bytesOf(got.body)).toEqual(content)
  })

  test('says what it does not do', async () => {
    const demo = await startDemo(release)
    const { files } = await demo.clientOf('editor')
    await files.upload({ path: 'a.txt', content: 'first' })
    const again = await rejection(files.upload({ path: 'a.txt', content: 'second' }))
    expect(again).toBeInstanceOf(LabKeyConflictError)
    expect(again).toMatchObject({
      status: 208,
      message: expect.stringContaining('overwrite: true') as string,
    })
    expect(String(await bytesOf((await files.download({ path: 'a.txt' })).body))).toBe('first')
    await files.upload({ path: 'a.txt', content: 'second', overwrite: true })
    expect(String(await bytesOf((await files.download({ path: 'a.txt' })).body))).toBe('second')
    const folder = await rejection(files.upload({ path: 'none/a.txt', content: '' }))
    expect(folder).toBeInstanceOf(LabKeyConflictError)
    expect(String(folder)).toContain('files.createDirectory')
    expect(await rejection(files.createDirectory({ path: 'x/y' }))).toBeInstanceOf(
      LabKeyConflictError,
    )
    await files.createDirectory({ path: 'x' })
    expect(await rejection(files.createDirectory({ path: 'x' }))).toBeInstanceOf(
      LabKeyConflictError,
    )
    for (const call of [
      () => files.download({ path: 'none' }),
      () => files.download({ path: 'x' }),
      () => files.stat({ path: 'none' }),
      () => files.list({ path: 'none' }),
      () => files.remove({ path: 'none' }),
      () => files.remove({ path: 'none', recursive: true }),
      () => files.move({ path: 'none', to: 'b' }),
      () => files.copy({ path: 'none', to: 'b' }),
    ]) {
      expect(await rejection(call())).toBeInstanceOf(LabKeyNotFoundError)
    }
    const reader = await demo.clientOf('reader')
    for (const call of [
      () => reader.files.upload({ path: 'b.txt', content: 'x' }),
      () => reader.files.createDirectory({ path: 'y' }),
      () => reader.files.remove({ path: 'a.txt' }),
      () => reader.files.move({ path: 'a.txt', to: 'b' }),
    ]) {
      expect(await rejection(call())).toBeInstanceOf(LabKeyPermissionError)
    }
    expect((await reader.files.list()).map(({ name }) => name).toSorted()).toEqual(['a.txt', 'x'])
  })

  test('moves, copies and deletes', async () => {
    const demo = await startDemo(release)
    const labkey = await demo.clientOf('admin')
    const { files } = labkey
    await labkey.containers.createContainer({ name: 'Trials' })
    await files.createDirectory({ path: 'raw' })
    await files.upload({ path: 'raw/a.txt', content: 'a' })
    await files.copy({ path: 'raw/a.txt', to: 'raw/ä b.txt' })
    await files.copy({ path: 'raw', to: 'copy' })
    await files.move({ path: 'raw/a.txt', to: 'c.txt' })
    expect((await files.list({ recursive: true })).map(({ path }) => path).toSorted()).toEqual([
      '/c.txt',
      '/copy',
      '/copy/a.txt',
      '/copy/ä b.txt',
      '/raw',
      '/raw/ä b.txt',
    ])
    const taken = await rejection(files.move({ path: 'c.txt', to: 'copy/a.txt' }))
    expect(taken).toBeInstanceOf(LabKeyConflictError)
    await files.move({ path: 'c.txt', to: 'copy/a.txt', overwrite: true })
    await files.copy({ path: 'copy/a.txt', to: 'elsewhere.txt', toContainer: '/Open Data/Trials' })
    const [elsewhere] = await files.list({ container: '/Open Data/Trials' })
    expect(elsewhere).toMatchObject({ name: 'elsewhere.txt', size: 1 })
    const folder = await rejection(files.remove({ path: 'copy' }))
    expect(String(folder)).toContain('recursive: true')
    await files.remove({ path: 'raw/ä b.txt' })
    await files.remove({ path: 'copy', recursive: true })
    expect((await files.list({ recursive: true })).map(({ path }) => path)).toEqual(['/raw'])
  })
})

test('a file of no byte, streams, texts and Blobs', async () => {
  const demo = await startDemo()
  const { files } = await demo.clientOf('editor')
  const folder = await newFolder()
  const file = await write(folder, 'a.bin', randomBytes(3_000_000))
  const contents = {
    empty: '',
    text: 'ä€',
    blob: new Blob(['blob']),
    stream: createReadStream(file),
  }
  const sizes = { empty: 0, text: 5, blob: 4, stream: 3_000_000 }
  for (const [path, content] of Object.entries(contents)) {
    const seen: number[] = []
    const sent = await files.upload({ path, content, onProgress: ({ bytes }) => seen.push(bytes) })
    expect(sent).toMatchObject({ size: Reflect.get(sizes, path) as number, verified: true })
    expect(seen.at(-1)).toBe(sent.size)
    const { body, size } = await files.download({ path })
    expect(size).toBe(sent.size)
    expect(md5(await bytesOf(body))).toBe(sent.md5)
    const parallel = await files.download({ path, connections: 3 })
    expect(md5(await bytesOf(parallel.body))).toBe(sent.md5)
    expect((await files.stat({ path })).size).toBe(sent.size)
  }
})

test('parts side by side come in order, from any byte on', async () => {
  const demo = await startDemo()
  const { files } = await demo.clientOf('editor')
  const content = randomBytes(21_000_001)
  await files.upload({ path: 'a.bin', content })
  const { length } = demo.server.journal
  const { body } = await files.download({ path: 'a.bin', connections: 4 })
  expect(md5(await bytesOf(body))).toBe(md5(content))
  const asked = demo.server.journal.slice(length).filter(({ action }) => action === 'webdav')
  expect(asked).toHaveLength(6)
  const rest = await files.download({ path: 'a.bin', connections: 2, offset: 9_000_000 })
  expect(rest.from).toBe(9_000_000)
  expect(md5(await bytesOf(rest.body))).toBe(md5(content.subarray(9_000_000)))
})

test('a reader that leaves early closes the connection', async () => {
  const demo = await startDemo()
  const { files } = await demo.clientOf('editor')
  await files.upload({ path: 'a.bin', content: randomBytes(20_000_000) })
  for (const connections of [1, 3]) {
    const { body } = await files.download({ path: 'a.bin', connections })
    for await (const chunk of body) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
    const unread = await files.download({ path: 'a.bin', connections })
    unread.body.cancel()
    const left = await files.download({ path: 'a.bin', connections })
    await left.body.return()
    expect(await left.body.next()).toEqual({ done: true, value: undefined })
  }
})
