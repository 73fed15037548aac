// R34: a failure that escapes ends the process, with words that tell no secret.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { randomBytes } from 'node:crypto'

import { describe, expect, test } from 'vitest'

const isOnDist = process.env['TEST_DIST'] === '1'
const main = fileURLToPath(
  new URL(isOnDist ? '../dist/main.js' : '../src/main.ts', import.meta.url),
)
const secret = randomBytes(32).toString('hex')

/** Starts the command and, once it serves, runs code in its process that goes wrong. */
async function fail(code: string): Promise<{ code: unknown; stderr: string }> {
  const preload = `process.once('SIGUSR2', () => { ${code} })`
  const args = [
    '--import',
    'tsx',
    '--import',
    `data:text/javascript,${encodeURIComponent(preload)}`,
  ]
  const child = spawn(process.execPath, [...args, main, '--demo', '--json', '--port', '0'])
  const exited = once(child, 'close')
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  await once(child.stdout, 'data')
  child.kill('SIGUSR2')
  const [exit] = (await exited) as [unknown]
  return { code: exit, stderr }
}

const thrown = `Object.assign(new TypeError('${secret}\\n    at ${secret}.js:1:1'), { headers: '${secret}', code: 'ERR_WRONG' })`
const ways = {
  'an exception': `throw ${thrown}`,
  'a rejection nobody waits for': `void Promise.reject(${thrown})`,
  'an error event nobody listens to': `process.emit('error', ${thrown})`,
}

describe(
  'wellkey-server ends with 1 and one line that tells no secret',
  { timeout: 60_000 },
  () => {
    test.each(Object.entries(ways))('after %s', async (_, way) => {
      const { code, stderr } = await fail(way)
      expect(code).toBe(1)
      expect(stderr).toMatch(
        /^wellkey-server: an error nobody foresaw .*: TypeError ERR_WRONG\b.*\n$/,
      )
      expect(stderr).not.toContain(secret)
    })

    test('after a thrown text', async () => {
      const { code, stderr } = await fail(`throw '${secret}'`)
      expect(code).toBe(1)
      expect(stderr).toMatch(/: a thrown string\n$/)
      expect(stderr).not.toContain(secret)
    })
  },
)
