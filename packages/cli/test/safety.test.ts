import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from './stage.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-safety-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const commands = [
  ['login'],
  ['logout'],
  ['status'],
  ['whoami'],
  ['doctor'],
  ['exec'],
  ['keys', 'list'],
  ['keys', 'create'],
  ['keys', 'delete'],
  ['keys', 'rotate'],
] as const

describe('every command', () => {
  test.for(commands)(
    '%s %s has help with an example, and no option that takes a secret',
    async (words) => {
      const { code, stdout } = await run([...words, '--help'])
      expect(code).toBe(0)
      expect(stdout).toMatch(/Examples?:\n {2}(.*\| )?wellkey /)
      const valued = [...stdout.matchAll(/--([a-z-]+) [<[]/g)].map(([, name]) => name)
      for (const name of valued) expect(name).not.toMatch(/^(key|api-key|secret|password|token)$/)
    },
  )

  test.for(commands)(
    '%s %s refuses a secret as an option, and does not repeat it',
    async (words) => {
      const secret = randomBytes(16).toString('hex')
      const { code, stdout, stderr } = await run([...words, '--password', secret])
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).not.toContain(secret)
    },
  )
})

describe('the command line', () => {
  test.for([
    { typed: ['lgoin'], meant: 'login' },
    { typed: ['keys', 'rotat'], meant: 'rotate' },
    { typed: ['status', '--onlin'], meant: '--online' },
  ])('suggests $meant', async ({ typed, meant }) => {
    const { code, stderr } = await run(typed)
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`Did you mean ${meant}?`),
    })
  })
})

describe('a hostile server', () => {
  test('cannot send escapes to the terminal, or have the key repeated', async () => {
    const key = randomBytes(32).toString('hex')
    const evil = createServer((request, answer) => {
      const user = {
        id: 7,
        displayName: 'Eve\u001b[2J',
        email: '\u202eevil\u0007',
        impersonated: false,
      }
      const isGuest = request.headers.authorization === undefined
      answer.setHeader('content-type', 'application/json')
      if (request.url?.includes('whoami') === true)
        answer.end(JSON.stringify(isGuest ? { ...user, id: 0 } : user))
      else
        answer.writeHead(500).end(
          JSON.stringify({
            exception: `\u001b]0;x\u0007 ${String(request.headers.authorization)}`,
          }),
        )
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => evil.once('listening', resolve))
    const address = evil.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    const environment = { HOME: folder, LABKEY_BASE_URL: url }
    await writeFile(join(folder, '.netrc'), `machine 127.0.0.1 login apikey password ${key}\n`, {
      mode: 0o600,
    })
    const basic = Buffer.from(`apikey:${key}`).toString('base64')
    for (const argv of [
      ['whoami'],
      ['status', '--online'],
      ['doctor'],
      ['keys', 'list'],
      ['login', '--with-key', '--yes'],
    ]) {
      const { stdout, stderr } = await run(argv, { environment, stdin: key })
      for (const mark of ['\u001b', '\u202e', '\u0007', key, basic])
        expect(stdout + stderr).not.toContain(mark)
    }
    evil.close()
  })
})
