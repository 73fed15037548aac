// Folders of this machine and of the reference server, made the same.
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { LabKeyClient } from '@wellkey/client'
import type { SyncOptions, SyncProgress } from '@wellkey/client/files'
import { describe, expect, test } from 'vitest'
import { rejection } from '../recording-server.ts'
import { startDemo } from '../query/demo-server.ts'
import { newFolder, write } from './local.ts'

async function start(): Promise<LabKeyClient> {
  const demo = await startDemo()
  return demo.clientOf('admin')
}

const contentsOf = async ({ files }: LabKeyClient): Promise<Record<string, string>> => {
  const entries = await files.list({ recursive: true })
  const contents: Record<string, string> = {}
  for (const { path, type } of entries) {
    if (type === 'folder') contents[path] = '/'
    else {
      const chunks: Uint8Array[] = []
      for await (const chunk of (await files.download({ path })).body) chunks.push(chunk)
      contents[path] = String(Buffer.concat(chunks))
    }
  }
  return contents
}

function localContents(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()
  return Object.fromEntries(
    names.map((name) => {
      const file = join(folder, name)
      return [`/${name}`, statSync(file).isDirectory() ? '/' : readFileSync(file, 'utf8')]
    }),
  )
}

const brief = ({ steps, same }: Awaited<ReturnType<LabKeyClient['files']['sync']>>) => [
  ...steps.map(({ does, path }) => `${does} ${path}`),
  `same ${same}`,
]

describe('an upload', () => {
  test('makes the server have what is here, and does nothing twice', async () => {
    const labkey = await start()
    const folder = await newFolder()
    await write(folder, 'a.txt', 'a')
    await write(folder, 'raw/ü b.txt', 'b')
    await write(folder, 'raw/deep/c.txt', '')
    await write(folder, '.hidden', 'never')
    mkdirSync(join(folder, 'empty'))
    utimesSync(join(folder, 'a.txt'), new Date(), new Date('2020-01-01T00:00:00Z'))
    const sync = (others: Partial<SyncOptions> = {}) =>
      labkey.files.sync({ folder, direction: 'upload', ...others })
    const all = [
      'upload /a.txt',
      'createDirectory /empty',
      'createDirectory /raw',
      'createDirectory /raw/deep',
      'upload /raw/deep/c.txt',
      'upload /raw/ü b.txt',
      'same 0',
    ]
    expect(brief(await sync({ dryRun: true }))).toEqual(all)
    expect(await contentsOf(labkey)).toEqual({})
    const seen: SyncProgress[] = []
    const done = await sync({ onProgress: (progress) => seen.push(progress) })
    expect(brief(done)).toEqual(all)
    expect(done.bytes).toBe(2)
    expect(seen.map(({ step }) => step.path).toSorted()).toEqual(
      done.steps.map((step) => step.path).toSorted(),
    )
    expect(seen.at(-1)).toMatchObject({ done: 6, total: 6, bytes: 2 })
    expect(await contentsOf(labkey)).toEqual({
      '/a.txt': 'a',
      '/empty': '/',
      '/raw': '/',
      '/raw/deep': '/',
      '/raw/deep/c.txt': '',
      '/raw/ü b.txt': 'b',
    })
    const { modified } = await labkey.files.stat({ path: 'a.txt' })
    expect(modified).toEqual(new Date('2020-01-01T00:00:00Z'))
    expect(brief(await sync())).toEqual(['same 3'])
  })

  test('sends what has changed, by size, by date and MD5, or by MD5 alone', async () => {
    const labkey = await start()
    const folder = await newFolder()
    const names = ['size', 'date', 'bytes', 'touched', 'sly']
    for (const name of names) await write(folder, name, 'one')
    const sync = (others: Partial<SyncOptions> = {}) =>
      labkey.files.sync({ folder, direction: 'upload', ...others })
    await sync()
    const later = new Date(Date.now() + 60_000)
    const { mtime } = statSync(join(folder, 'sly'))
    await write(folder, 'size', 'three')
    await write(folder, 'date', 'two')
    utimesSync(join(folder, 'date'), later, later)
    utimesSync(join(folder, 'touched'), later, later)
    await write(folder, 'sly', 'two')
    utimesSync(join(folder, 'sly'), mtime, mtime)
    expect(brief(await sync())).toEqual(['upload /date', 'upload /size', 'same 3'])
    expect(await contentsOf(labkey)).toMatchObject({
      '/date': 'two',
      '/size': 'three',
      '/sly': 'one',
    })
    expect(brief(await sync({ checksum: true }))).toEqual(['upload /sly', 'same 4'])
    expect((await contentsOf(labkey))['/sly']).toBe('two')
  })

  test('deletes what is not here when it is told to', async () => {
    const labkey = await start()
    const folder = await newFolder()
    await write(folder, 'a.txt', 'a')
    await labkey.files.createDirectory({ path: 'to/old', recursive: true })
    await labkey.files.upload({ path: 'to/old/b.txt', content: 'b' })
    await labkey.files.upload({ path: 'to/c.txt', content: 'c' })
    await labkey.files.upload({ path: 'outside.txt', content: 'd' })
    const options = { folder, path: '/to/', direction: 'upload' } as const
    expect(brief(await labkey.files.sync(options))).toEqual(['upload /a.txt', 'same 0'])
    expect(brief(await labkey.files.sync({ ...options, delete: true }))).toEqual([
      'delete /c.txt',
      'delete /old',
      'same 1',
    ])
    expect(await contentsOf(labkey)).toEqual({ '/outside.txt': 'd', '/to': '/', '/to/a.txt': 'a' })
  })

  test('makes the folder that it is told, and leaves links and odd names to a person', async () => {
    const labkey = await start()
    const folder = await newFolder()
    await write(folder, 'a;1.txt', 'a')
    await write(folder, 'b.txt', 'b')
    await write(folder, 'clash', 'a file')
    await write(folder, 'was-file/inside.txt', 'x')
    symlinkSync('/etc/hostname', join(folder, 'link'))
    symlinkSync('/etc', join(folder, 'link-to-folder'))
    await labkey.files.createDirectory({ path: 'new/deep/clash', recursive: true })
    await labkey.files.upload({ path: 'new/deep/was-file', content: 'x' })
    await labkey.files.upload({ path: 'new/deep/link', content: 'kept' })
    const { steps } = await labkey.files.sync({
      folder,
      path: 'new/deep',
      direction: 'upload',
      delete: true,
    })
    expect(steps).toEqual([
      { does: 'skip', path: '/a;1.txt', why: expect.stringContaining('semicolon') as string },
      { does: 'upload', path: '/b.txt', size: 1 },
      { does: 'skip', path: '/clash', why: 'a folder has its place' },
      { does: 'skip', path: '/link', why: 'it is neither a file nor a folder' },
      { does: 'skip', path: '/link-to-folder', why: 'it is neither a file nor a folder' },
      { does: 'skip', path: '/was-file', why: 'a file has its place' },
    ])
    const fresh = { folder, path: 'x/y', direction: 'upload' } as const
    expect((await labkey.files.sync({ ...fresh, dryRun: true })).steps).toHaveLength(7)
    expect(await labkey.files.exists({ path: 'x' })).toBe(false)
    await labkey.files.sync(fresh)
    expect(await labkey.files.exists({ path: 'x/y/b.txt' })).toBe(true)
  })

  test('of what is no folder is refused', async () => {
    const labkey = await start()
    const folder = await newFolder()
    const file = await write(folder, 'a.txt', 'a')
    for (const wrong of [file, join(folder, 'none')]) {
      const error = await rejection(labkey.files.sync({ folder: wrong, direction: 'upload' }))
      expect(error).toMatchObject({ code: 'ERR_LABKEY_OPTIONS' })
      expect(String(error)).toContain('files.sync: folder must be a folder')
    }
    await labkey.files.upload({ path: 'a.txt', content: 'a' })
    const onFile = labkey.files.sync({ folder, path: 'a.txt', direction: 'upload' })
    expect(String(await rejection(onFile))).toContain('path must be a folder')
  })

  test('begins nothing more when a step fails', async () => {
    const demo = await startDemo()
    const labkey = await demo.clientOf('editor')
    const folder = await newFolder()
    for (let index = 0; index < 8; index++) await write(folder, `${index}.txt`, 'x')
    demo.server.faults.add({ method: 'PUT', skip: 2, times: 1, status: 500 })
    const error = await rejection(
      labkey.files.sync({ folder, direction: 'upload', concurrency: 1 }),
    )
    expect(error).toMatchObject({ status: 500 })
    expect((await labkey.files.list()).map(({ name }) => name)).toEqual(['0.txt', '1.txt'])
    expect(brief(await labkey.files.sync({ folder, direction: 'upload' })).at(-1)).toBe('same 2')
  })
})

describe('a download', () => {
  test('makes this machine have what the server has, and does nothing twice', async () => {
    const labkey = await start()
    await labkey.files.createDirectory({ path: 'raw/deep', recursive: true })
    await labkey.files.createDirectory({ path: 'raw/empty' })
    const modified = new Date('2020-01-01T00:00:00Z')
    await labkey.files.upload({ path: 'raw/a.txt', content: 'a', modified })
    await labkey.files.upload({ path: 'raw/deep/ü.txt', content: 'b', modified })
    const folder = join(await newFolder(), 'new', 'folder')
    const sync = (others: Partial<SyncOptions> = {}) =>
      labkey.files.sync({ folder, path: 'raw', direction: 'download', ...others })
    const first = await sync({ dryRun: true })
    expect(() => statSync(folder)).toThrow('ENOENT')
    const done = await sync()
    expect(brief(done).toSorted()).toEqual([
      'createDirectory /deep',
      'createDirectory /empty',
      'download /a.txt',
      'download /deep/ü.txt',
      'same 0',
    ])
    expect(first).toEqual(done)
    expect(localContents(folder)).toEqual({
      '/a.txt': 'a',
      '/deep': '/',
      '/deep/ü.txt': 'b',
      '/empty': '/',
    })
    expect(statSync(join(folder, 'a.txt')).mtime).toEqual(modified)
    expect(brief(await sync())).toEqual(['same 2'])
    await labkey.files.upload({ path: 'raw/a.txt', content: 'other', overwrite: true })
    writeFileSync(join(folder, 'mine.txt'), 'mine')
    writeFileSync(join(folder, '.hidden'), 'mine')
    mkdirSync(join(folder, 'own'))
    writeFileSync(join(folder, 'own', 'x.txt'), 'mine')
    expect(brief(await sync())).toEqual(['download /a.txt', 'same 1'])
    expect(localContents(folder)).toMatchObject({ '/a.txt': 'other', '/mine.txt': 'mine' })
    expect(brief(await sync({ delete: true }))).toEqual([
      'delete /mine.txt',
      'delete /own',
      'same 2',
    ])
    expect(Object.keys(localContents(folder))).toEqual([
      '/.hidden',
      '/a.txt',
      '/deep',
      '/deep/ü.txt',
      '/empty',
    ])
  })

  test('never writes through a link, nor deletes one', async () => {
    const labkey = await start()
    await labkey.files.createDirectory({ path: 'sub' })
    await labkey.files.upload({ path: 'sub/a.txt', content: 'theirs' })
    await labkey.files.upload({ path: 'b.txt', content: 'theirs' })
    const folder = await newFolder()
    const outside = await newFolder()
    await write(outside, 'a.txt', 'mine')
    const file = await write(outside, 'b.txt', 'mine')
    symlinkSync(outside, join(folder, 'sub'))
    symlinkSync(file, join(folder, 'b.txt'))
    symlinkSync(outside, join(folder, 'other'))
    const { steps } = await labkey.files.sync({ folder, direction: 'download', delete: true })
    expect(steps).toEqual([
      { does: 'skip', path: '/b.txt', why: 'a link has its place' },
      { does: 'skip', path: '/sub', why: 'a link has its place' },
    ])
    expect(localContents(outside)).toEqual({ '/a.txt': 'mine', '/b.txt': 'mine' })
  })

  test('of a folder that is not there makes none here', async () => {
    const labkey = await start()
    const folder = join(await newFolder(), 'new')
    const error = await rejection(
      labkey.files.sync({ folder, path: 'none', direction: 'download', delete: true }),
    )
    expect(error).toMatchObject({ code: 'ERR_LABKEY_NOT_FOUND' })
    expect(() => statSync(folder)).toThrow('ENOENT')
  })
})
