import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { maskStream } from '../src/mask-stream.ts'
import { flags, main } from './built-command.ts'
import { run } from './stage.ts'

const execute = promisify(execFile)
let folder: string
let key: string
let env: NodeJS.ProcessEnv

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-exec-'))
  key = randomBytes(32).toString('hex')
  env = { PATH: process.env['PATH'], HOME: folder, LABKEY_BASE_URL: 'https://lab.example/labkey/' }
  await writeFile(join(folder, '.netrc'), `machine lab.example login apikey password ${key}\n`, {
    mode: 0o600,
  })
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function wellkey(...argv: readonly string[]) {
  const ending = execute(process.execPath, [...flags, main, 'exec', ...argv], { env })
  return ending.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      stdout,
      stderr,
    }),
  )
}

const show =
  'console.log(process.env.LABKEY_API_KEY, process.env.LABKEY_BASE_URL, process.argv.length)'

describe('exec', () => {
  test('gives the key to the command in its environment, and to no argument', async () => {
    const { code, stdout } = await wellkey('--', process.execPath, '-e', show)
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${key} https://lab.example/labkey 1\n` })
  })

  test.skipIf(process.platform !== 'linux')(
    'has the key in no command line while it runs (needs /proc)',
    async () => {
      const script = `const fs=require('fs');const of=(pid)=>fs.readFileSync('/proc/'+pid+'/cmdline','utf8');console.log(JSON.stringify([of(process.pid),of(process.ppid)]))`
      const { stdout } = await wellkey('--', process.execPath, '-e', script)
      expect(JSON.parse(stdout)).toHaveLength(2)
      expect(stdout).not.toContain(key)
    },
  )

  test('writes **** for the key with --mask, on both streams and in Base64', async () => {
    const script = `${show};console.error(process.env.LABKEY_API_KEY);console.log(Buffer.from('apikey:'+process.env.LABKEY_API_KEY).toString('base64'))`
    const { code, stdout, stderr } = await wellkey('--mask', '--', process.execPath, '-e', script)
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '**** https://lab.example/labkey 1\n****\n',
      stderr: '****\n',
    })
  })

  test.for([
    { name: 'its own code', words: [process.execPath, '-e', 'process.exit(7)'], code: 7 },
    { name: '128 and the signal', words: ['sh', '-c', 'kill -9 $$'], code: 137 },
    { name: '127 for no such command', words: ['no-such-command-of-ours'], code: 127 },
  ])('ends with $name', async ({ words, code }) => {
    const ending = await wellkey('--', ...words)
    expect(ending.code).toBe(code)
    expect(ending.stderr).not.toMatch(/\n\s+at |Unexpected/)
  })

  test.skipIf(process.platform === 'win32')(
    'passes signals on, and waits for the command',
    async () => {
      const script = `process.on('SIGTERM',()=>setTimeout(()=>{console.log('bye');process.exit(9)},100));console.log('up');setInterval(()=>{},1000)`
      const child = spawn(
        process.execPath,
        [...flags, main, 'exec', '--', process.execPath, '-e', script],
        { env },
      )
      let said = ''
      child.stdout.on('data', (chunk: Buffer) => {
        if (said === '') child.kill('SIGTERM')
        said += chunk.toString()
      })
      const code = await new Promise((resolve) => child.once('close', resolve))
      expect({ code, said }).toEqual({ code: 9, said: 'up\nbye\n' })
    },
  )

  test('runs nothing without a key, or with a password instead of one', async () => {
    await writeFile(join(folder, '.netrc'), 'machine lab.example login ann password p4ss\n')
    const password = await wellkey('--', 'sh', '-c', 'touch "$HOME/ran"')
    expect(password.code).toBe(3)
    await rm(join(folder, '.netrc'))
    const none = await run(['exec', '--', 'touch', join(folder, 'ran')], {
      environment: { HOME: folder, LABKEY_BASE_URL: 'https://lab.example' },
    })
    expect(none.code).toBe(3)
    await expect(readFile(join(folder, 'ran'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('maskStream', () => {
  test('finds the key wherever the chunks are cut', async () => {
    const whole = `a ${key} b ${key.slice(0, 20)} c ${key}${key}`
    for (let cut = 0; cut <= whole.length; cut++) {
      const source = new PassThrough()
      const masked = text(source.pipe(maskStream(key)))
      source.write(whole.slice(0, cut))
      source.end(whole.slice(cut))
      expect(await masked).toBe(`a **** b ${key.slice(0, 20)} c ********`)
    }
  })
})
