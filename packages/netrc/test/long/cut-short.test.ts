// F28, F29: saves that a signal or the end of the memory cuts short.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { attachStrace } from '../attach-strace.ts'
import { bareEnvironment, editChild } from '../edit-child.ts'
import { readyToEdit } from '../fault-child.ts'
import { isPosix, forEachTest, old } from '../made-netrc.ts'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made))

describe.skipIf(!isPosix)('editNetrc() that is cut short', () => {
  const hasStrace = spawnSync('strace', ['--version']).error === undefined

  test.skipIf(!hasStrace).for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'F29: removes lock and temporary file on %s in the middle of a save (needs strace)',
    async (signal) => {
      const ready = await readyToEdit(file)
      const slow = ['-e', 'trace=fsync', '-e', 'inject=fsync:delay_enter=60000000:when=1']
      const strace = await attachStrace(ready.pid, ...slow)
      ready.go()
      await strace.saw('fsync(')
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toHaveLength(1)
      process.kill(ready.pid, signal)
      // The fsync still hangs: what is gone now, the signal removed.
      await vi.waitFor(() => expect(readdirSync(folder)).toEqual(['.netrc']), { timeout: 30_000 })
      strace.kill()
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
