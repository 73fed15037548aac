import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryKeychain } from '@wellkey/credentials'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flags, main } from './built-command.ts'
import { run, startLab } from './stage.ts'

const mark = randomBytes(16).toString('hex')
let lab: Awaited<ReturnType<typeof startLab>>
let folder: string

/** Writes down which hosts a process connects to or looks up, and what it starts. */
const witness = String.raw`
const { appendFileSync } = require('node:fs')
const net = require('node:net')
const dns = require('node:dns')
const { ChildProcess } = require('node:child_process')
const tell = (kind, words) => appendFileSync(process.env.WITNESS, kind + ' ' + words + '\n')
const { connect } = net.Socket.prototype
net.Socket.prototype.connect = function (...values) {
  const [options] = Array.isArray(values[0]) ? values[0] : values
  if (options?.port !== undefined) tell('host', options.host ?? 'localhost')
  return connect.apply(this, values)
}
for (const owner of [dns, dns.promises]) {
  const { lookup } = owner
  owner.lookup = (name, ...rest) => (tell('host', name), lookup(name, ...rest))
}
const { spawn } = ChildProcess.prototype
ChildProcess.prototype.spawn = function (options) {
  tell('start', JSON.stringify(options.args))
  return spawn.call(this, options)
}
require('node:module').syncBuiltinESMExports()
`

/** Throws, outside of what the command waits for, what axios throws. */
const defect = String.raw`
process.on('newListener', (name) => {
  if (name !== 'SIGHUP') return
  const config = { headers: { Authorization: 'Basic ' + process.env.MARK } }
  const more = { name: 'AxiosError', isAxiosError: true, config, request: { config }, response: { config } }
  setImmediate(() => { throw Object.assign(new Error('Request failed'), more) })
})
`

beforeAll(async () => {
  lab = await startLab()
  folder = await mkdtemp(join(tmpdir(), 'wellkey-leaks-'))
  await writeFile(join(folder, 'witness.cjs'), witness)
  await writeFile(join(folder, 'defect.cjs'), defect)
})

afterAll(async () => {
  await lab.close()
  await rm(folder, { recursive: true, force: true })
})

interface Ended {
  readonly code: number
  readonly text: string
}

async function start(
  script: string,
  argv: readonly string[],
  { stdin = '', ...variables }: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const words = ['--require', join(folder, script), ...flags, main, ...argv]
  const witnessed = { WITNESS: join(folder, 'seen'), MARK: mark }
  const env = { PATH: process.env['PATH'], HOME: folder, ...witnessed, ...variables }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, words, { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), text: stdout + stderr })
    })
    child.stdin?.end(stdin)
  })
}

describe('the command', () => {
  test('connects to the named host only, and starts nothing with the key in its words', async () => {
    const server = lab.url.replace('127.0.0.1', 'localhost')
    const named = { LABKEY_BASE_URL: server, LABKEY_CONTAINER: '/Open Data' }
    const runs = [
      await start('witness.cjs', ['login', server, '--with-key', '--store', 'netrc'], {
        stdin: lab.key,
      }),
      await start('witness.cjs', ['doctor', server]),
      await start('witness.cjs', ['query', 'select', 'lists', 'Patients', '--json'], named),
      await start('witness.cjs', ['exec', '--', process.execPath, '-e', '0'], named),
    ]
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    const seen = (await readFile(join(folder, 'seen'), 'utf8')).trimEnd().split('\n')
    const hosts = seen.filter((line) => line.startsWith('host '))
    expect(new Set(hosts)).toEqual(new Set(['host localhost']))
    const started = seen.filter((line) => line.startsWith('start '))
    expect(started.join('\n')).toContain('"-e","0"')
    const basic = Buffer.from(`apikey:${lab.key}`).toString('base64')
    for (const secret of [lab.key, basic]) {
      for (const { text } of [...runs, { text: started.join('\n') }]) {
        expect(text).not.toContain(secret)
      }
    }
  }, 60_000)

  test('prints the message and stack of an error that nobody caught, and nothing that hangs on it', async () => {
    const { code, text } = await start('defect.cjs', ['whoami', lab.url], {
      LABKEY_API_KEY: lab.key,
      LABKEY_BASE_URL: lab.url,
    })
    expect(code).toBe(1)
    expect(text).toMatch(/^wellkey: Unexpected: .*Request failed/m)
    for (const secret of [mark, lab.key, 'Authorization']) expect(text).not.toContain(secret)
  })

  test('says only the message of an AxiosError that a part of it throws', async () => {
    const config = { headers: { Authorization: `Basic ${mark}` } }
    const error = Object.assign(new Error('Request failed with status code 418'), {
      name: 'AxiosError',
      code: 'ERR_BAD_REQUEST',
      config,
      response: { config, headers: { 'set-cookie': [mark] } },
    })
    const keychain = { ...memoryKeychain(), get: async () => Promise.reject(error) }
    const environment = { HOME: folder, NETRC: join(folder, 'none') }
    const { code, stderr } = await run(['whoami', lab.url], { environment, keychain })
    expect(code).toBe(1)
    expect(stderr).toContain('Request failed with status code 418')
    expect(stderr).not.toContain(mark)
    expect(stderr.length).toBeLessThan(1000)
  })
})
