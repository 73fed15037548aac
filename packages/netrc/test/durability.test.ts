import { execFile, spawnSync } from 'node:child_process'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { entries, parse } from '@wellkey/netrc'
import { bareEnvironment as env, editChild } from './edit-child.ts'
import { forEachTest, old } from './made-netrc.ts'

const run = promisify(execFile)
const hasStrace = spawnSync('strace', ['--version']).error === undefined

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made))

async function addUnderStrace(...options: readonly string[]): Promise<string> {
  const log = join(folder, 'strace.log')
  // strace counts calls by thread, so there must be one.
  const command = editChild(file, 'added')
  // A child that strace kills ends with a signal, which is what these tests are about.
  await run('strace', ['-f', '-o', log, ...options, ...command], { env }).catch(() => undefined)
  const text = await readFile(log, 'utf8')
  await rm(log)
  return text
}

describe.skipIf(!hasStrace)('editNetrc() under strace (needs strace)', () => {
  test('syncs the content before the rename and the folder after it, and nothing else', async () => {
    const log = await addUnderStrace('-e', 'trace=fsync,fdatasync,/^rename')
    const calls = [...log.matchAll(/\b(fsync|fdatasync|rename\w*)\(.*= 0$/gm)].map(
      ([, name]) => name,
    )
    expect(calls.map((name) => (name?.startsWith('rename') ? 'rename' : name))).toEqual([
      'fsync',
      'rename',
      'fsync',
    ])
  })

  test.for([
    { call: 'fchmod', when: 1 },
    { call: 'fsync', when: 1 },
    { call: '/^rename', when: 1 },
    { call: 'fsync', when: 2 },
    { call: '/^unlink', when: 1 },
  ])('leaves the old file or the new when it is killed at $call $when', async ({ call, when }) => {
    const log = await addUnderStrace(
      '-e',
      `trace=${call}`,
      '-e',
      `inject=${call}:signal=KILL:when=${when}`,
    )
    expect(log).toContain('killed by SIGKILL')
    const text = await readFile(file, 'utf8')
    expect(text.startsWith(old)).toBe(true)
    expect([1, 2]).toContain(entries(parse(text)).length)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    // The next writer takes over the lock of the one that was killed.
    const [node, ...args] = editChild(file, 'next')
    await run(node, args, { env })
    expect(await readFile(file, 'utf8')).toContain('machine next-0.example')
    expect(await readdir(folder)).not.toContain('.netrc.lock')
  })

  test.for(['ENOSPC', 'EIO'])(
    'keeps the old file and tidies up when fsync answers %s',
    async (code) => {
      await addUnderStrace('-e', 'trace=fsync', '-e', `inject=fsync:error=${code}:when=1`)
      expect(await readFile(file, 'utf8')).toBe(old)
      expect(await readdir(folder)).toEqual(['.netrc'])
    },
  )
})
