// F28, F29: saves that a signal or the end of the memory cuts short.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bareEnvironment, editChild } from '../edit-child.ts'
import { readyToEdit } from '../fault-child.ts'
import { isPosix, makeNetrc, old } from '../made-netrc.ts'

let folder: string
let file: string

beforeEach(() => {
  ;({ folder, file } = makeNetrc())
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!isPosix)('editNetrc() that is cut short', () => {
  const hasStrace = spawnSync('strace', ['--version']).error === undefined

  test.skipIf(!hasStrace).for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'F29: removes lock and temporary file on %s in the middle of a save (needs strace)',
    async (signal) => {
      const ready = await readyToEdit(file)
      const slow = ['-e', 'trace=fsync', '-e', 'inject=fsync:delay_enter=2000000:when=1']
      const strace = spawn('strace', ['-f', '-p', String(ready.pid), ...slow], {
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let trace = ''
      strace.stderr.setEncoding('utf8').on('data', (part: string) => (trace += part))
      while (!trace.includes('attached')) await once(strace.stderr, 'data')
      ready.go()
      while (!trace.includes('fsync(')) await once(strace.stderr, 'data')
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toHaveLength(1)
      process.kill(ready.pid, signal)
      expect((await ready.ending).signal).toBe(signal)
      expect(readFileSync(file, 'utf8')).toBe(old)
      expect(readdirSync(folder)).toEqual(['.netrc'])
    },
  )

  test('F28: keeps the file whole when memory runs out', () => {
    const big = 'machine h login u password p\n'.repeat(30_000)
    writeFileSync(file, big)
    const [node, ...args] = editChild(file, 'added', '1')
    spawnSync(node, ['--max-old-space-size=16', ...args], { env: bareEnvironment })
    expect(readFileSync(file, 'utf8').startsWith(big)).toBe(true)
  })
})
