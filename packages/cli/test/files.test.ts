// `wellkey files` against the reference server.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { run, startLab } from './stage.ts'

let lab: Awaited<ReturnType<typeof startLab>>
let folder = ''
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wellkey-cli-files-'))
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  for (const { name } of JSON.parse((await files('ls', '--json')).stdout) as { name: string }[]) {
    await files('rm', name, '--recursive', '--yes')
  }
})

/** Runs `wellkey files` with a key and a container. */
function files(...argv: readonly string[]): ReturnType<typeof run> {
  return withStdin('', ...argv)
}

function withStdin(stdin: string, ...argv: readonly string[]): ReturnType<typeof run> {
  const environment = {
    HOME: folder,
    LABKEY_BASE_URL: lab.url,
    LABKEY_API_KEY: lab.key,
    LABKEY_CONTAINER: '/Open Data',
  }
  return run(['files', ...argv], { environment, stdin })
}

function write(name: string, content: string): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

describe('put and get', () => {
  test('send a file and bring it back, MD5 compared', async () => {
    const file = write('plate 7.csv', 'A1,0.5\n')
    const sent = await files('put', file)
    expect(sent).toMatchObject({ code: 0, stdout: '' })
    expect(sent.stderr).toMatch(
      /^✓ Wrote \/plate 7\.csv: 7 bytes, MD5 [0-9a-f]{32} as on the server\n$/,
    )
    const back = join(folder, 'back.csv')
    const got = await files('get', '/plate 7.csv', back)
    expect(got).toMatchObject({ code: 0, stdout: '' })
    expect(got.stderr).toBe(
      `✓ Wrote ${back}: 7 bytes, MD5 ${/MD5 (\w+)/.exec(sent.stderr)?.[1]} as on the server\n`,
    )
    expect(readFileSync(back, 'utf8')).toBe('A1,0.5\n')
    expect(statSync(back).mtimeMs).toBeCloseTo(statSync(file).mtimeMs, -4)
    const out = await files('get', 'plate 7.csv', '-')
    expect(out).toEqual({ code: 0, stdout: 'A1,0.5\n', stderr: '' })
  })

  test('replace nothing unless they are told to', async () => {
    const file = write('a.csv', 'one')
    await files('put', file)
    writeFileSync(file, 'two')
    const put = await files('put', file)
    expect(put.code).toBe(1)
    expect(put.stderr).toContain('a.csv is there already; choose another name, or add --force')
    const get = await files('get', 'a.csv', file)
    expect(get).toMatchObject({ code: 2, stdout: '' })
    expect(get.stderr).toContain('add --force to replace it')
    expect(readFileSync(file, 'utf8')).toBe('two')
    expect(await files('put', file, '--force')).toMatchObject({ code: 0 })
    writeFileSync(file, 'three')
    expect(await files('get', 'a.csv', file, '--force', '--connections', '2')).toMatchObject({
      code: 0,
    })
    expect(readFileSync(file, 'utf8')).toBe('two')
    expect((await files('put', file, '--force', '--no-verify')).stderr).toContain('not compared')
  })

  test('take a folder for the name of the file in it', async () => {
    await withStdin('x', 'put', '-', 'a.csv')
    await files('get', 'a.csv', folder)
    expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('x')
    const missing = await files('put', join(folder, 'a.csv'), 'raw/')
    expect(missing.code).toBe(1)
    expect(missing.stderr).toContain('add --parents')
    expect((await files('put', join(folder, 'a.csv'), 'raw/x/', '--parents')).code).toBe(0)
    expect((await files('put', join(folder, 'a.csv'), 'raw/x/b.csv', '-p')).code).toBe(0)
    expect((await files('put', join(folder, 'a.csv'), 'c.csv', '-p')).code).toBe(0)
    expect((await files('ls', '-r')).stdout.split('\n').toSorted()).toEqual([
      '',
      'a.csv',
      'c.csv',
      'raw/',
      'raw/x/',
      'raw/x/a.csv',
      'raw/x/b.csv',
    ])
  })

  test('say what is wrong', async () => {
    const cases: readonly (readonly [argv: readonly string[], code: number, words: string])[] = [
      [['put', '-'], 2, 'Name a path behind -'],
      [['put', join(folder, 'none')], 2, 'cannot be read: no such file or directory'],
      [['put', folder], 2, `wellkey files sync ${folder} labkey:`],
      [['get', 'none'], 1, 'has no such file or folder'],
      [['get', 'none', join(folder, 'no', 'folder')], 1, 'has no such file or folder'],
      [['get', 'a/../b'], 2, 'dot segment'],
      [['get', 'a', '--connections', '17'], 2, 'from 1 to 16'],
      [['ls', '--root', 'files'], 2, 'must be a root such as @files'],
    ]
    for (const [argv, code, words] of cases) {
      const ending = await files(...argv)
      expect({ argv, code: ending.code, stdout: ending.stdout }).toEqual({ argv, code, stdout: '' })
      expect(ending.stderr).toContain(words)
      expect(ending.stderr).not.toMatch(/^\s+at /m)
      expect(ending.stderr).not.toContain(lab.key)
    }
    await withStdin('x', 'put', '-', 'a.csv')
    const ending = await files('get', 'a.csv', join(folder, 'no', 'folder'))
    expect(ending).toMatchObject({ code: 1, stdout: '' })
    expect(ending.stderr).toContain('cannot be written: no such file or directory')
  })
})

describe('ls and rm', () => {
  test('list names, or sizes and dates, or JSON', async () => {
    expect(await files('ls')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('No files') as string,
    })
    mkdirSync(join(folder, 'up', 'raw'), { recursive: true })
    write('up/b.csv', 'four')
    write('up/raw/c.csv', 'seven77')
    expect(await files('sync', join(folder, 'up'), 'labkey:')).toMatchObject({ code: 0 })
    expect((await files('ls')).stdout.split('\n').toSorted()).toEqual(['', 'b.csv', 'raw/'])
    expect((await files('ls', '-r')).stdout).toContain('raw/c.csv')
    const long = await files('ls', 'raw', '--long')
    expect(long.stdout).toMatch(/^bytes +modified +name\n7 +20\d\d-\d\d-\d\dT[\d:]+Z +c\.csv\n$/)
    expect(JSON.parse((await files('ls', 'raw', '--json')).stdout)).toMatchObject([
      { path: '/raw/c.csv', type: 'file', size: 7 },
    ])
  })

  test('delete what they are told to, and ask first', async () => {
    mkdirSync(join(folder, 'up', 'raw'), { recursive: true })
    write('up/raw/c.csv', 'x')
    await files('sync', join(folder, 'up'), 'labkey:')
    expect((await files('rm', 'raw', '--recursive')).stderr).toContain('--yes')
    const whole = await files('rm', 'raw', '--yes')
    expect(whole).toMatchObject({ code: 2 })
    expect(whole.stderr).toContain('--recursive')
    expect((await files('rm', 'raw/c.csv', '-y')).stderr).toBe('✓ Deleted raw/c.csv\n')
    expect((await files('rm', 'raw', '-r', '-y')).code).toBe(0)
    expect((await files('rm', 'raw', '-r', '-y')).stderr).toContain('no such file or folder')
  })
})

describe('sync', () => {
  test('tells first, then does, then has nothing to do; both ways', async () => {
    const up = join(folder, 'up')
    mkdirSync(join(up, 'raw'), { recursive: true })
    write('up/b.csv', 'four')
    write('up/raw/c.csv', 'seven77')
    write('up/raw/d;1.csv', 'odd')
    const plan = await files('sync', up, 'labkey:to', '--dry-run')
    expect(plan.stdout).toBe(
      'send         /b.csv  4 bytes\nmake folder  /raw\nsend         /raw/c.csv  7 bytes\n',
    )
    expect(plan.stderr).toContain('! Left /raw/d;1.csv alone: its name holds a semicolon')
    expect(plan.stderr).toContain('Would transfer 2 files of 11 bytes, 0 the same already')
    expect((await files('ls')).stdout).toBe('')
    expect((await files('sync', up, 'labkey:to')).stderr).toContain(
      '✓ Transferred 2 files of 11 bytes',
    )
    expect((await files('sync', up, 'labkey:/to/')).stderr).toContain(
      '0 files of 0 bytes, 2 the same already',
    )
    const down = join(folder, 'down')
    expect((await files('sync', 'labkey:to', down)).code).toBe(0)
    expect(readFileSync(join(down, 'raw', 'c.csv'), 'utf8')).toBe('seven77')
    writeFileSync(join(down, 'own.csv'), 'mine')
    const json = await files('sync', 'labkey:to', down, '--delete', '--json')
    expect(JSON.parse(json.stdout)).toEqual({
      steps: [{ does: 'delete', path: '/own.csv' }],
      same: 2,
      bytes: 0,
    })
    expect(json.stderr).toContain('1 deleted')
    expect(readdirSync(down).toSorted()).toEqual(['b.csv', 'raw'])
  })

  test.each([
    ['a', 'b'],
    ['labkey:a', 'labkey:b'],
  ])('%s to %s is no sync', async (from, to) => {
    const ending = await files('sync', from, to)
    expect(ending).toMatchObject({ code: 2, stdout: '' })
    expect(ending.stderr).toContain('labkey:PATH')
  })

  test('writes no escape of a name to the terminal', async () => {
    const up = join(folder, 'up')
    mkdirSync(up)
    symlinkSync('/nowhere', join(up, 'a\u001b[2Jb'))
    const { stderr } = await files('sync', up, 'labkey:')
    expect(stderr).toContain(String.raw`a\u001b[2Jb`)
    expect(stderr).not.toContain('\u001b')
  })
})
