import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { beginFile } from '../src/rows/new-file.ts'
import { run } from './stage.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-new-file-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('beginFile', () => {
  test('shows the old file until the new one is whole, and leaves nothing when it is dropped', async () => {
    const place = join(folder, 'rows.csv')
    await writeFile(place, 'old')
    const dropped = await beginFile(place)
    await dropped.write('half')
    expect(await readFile(place, 'utf8')).toBe('old')
    await dropped.drop()
    expect(await readdir(folder)).toEqual(['rows.csv'])
    const kept = await beginFile(place)
    await kept.write('new')
    expect(await readFile(place, 'utf8')).toBe('old')
    await kept.keep()
    await kept.drop()
    expect(await readFile(place, 'utf8')).toBe('new')
    expect(await readdir(folder)).toEqual(['rows.csv'])
  })
})

describe('a secret on stdin', () => {
  test('is one line; more are no secret', async () => {
    const ending = await run(['login', 'http://localhost:1', '--with-key'], {
      environment: { HOME: folder },
      stdin: 'one\ntwo\n',
    })
    expect(ending).toMatchObject({ code: 2, stderr: expect.stringContaining('more than one line') })
  })
})
