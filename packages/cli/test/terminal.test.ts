import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { flags, main } from './built-command.ts'
import { startLab } from './stage.ts'

const execute = promisify(execFile)
const hasTmux = spawnSync('tmux', ['-V']).error === undefined
let lab: Awaited<ReturnType<typeof startLab>>
let folder: string
let socket: string

beforeAll(async () => {
  lab = await startLab({ keyFormat: 'scannable' })
})

afterAll(async () => {
  await lab.close()
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-tmux-'))
  socket = join(folder, 'tmux')
})

afterEach(async () => {
  await execute('tmux', ['-S', socket, 'kill-server']).catch(() => undefined)
  // The shell may still be writing its history.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

async function tmux(...words: readonly string[]): Promise<string> {
  return (await execute('tmux', ['-S', socket, '-f', '/dev/null', ...words])).stdout
}

/** A shell in a terminal of its own, which knows `wellkey`. */
async function open(width: number): Promise<void> {
  const words = [process.execPath, ...flags, main].map((word) => `'${word}'`).join(' ')
  await writeFile(
    join(folder, 'profile'),
    `PS1='READY$ '\nHISTFILE='${folder}/history'\nwellkey() { ${words} "$@"; }\n`,
  )
  const home = `HOME=${folder}`
  const path = `PATH=${process.env['PATH'] ?? ''}`
  const shell = [
    'env',
    '-i',
    home,
    path,
    'TERM=screen',
    'LANG=C.UTF-8',
    'bash',
    '--noprofile',
    '--rcfile',
    join(folder, 'profile'),
    '-i',
  ]
  await tmux('new-session', '-d', '-x', String(width), '-y', '50', ...shell)
  await tmux('pipe-pane', `cat >> '${folder}/raw'`)
  await screen(/READY\$/)
}

async function type(text: string, ...keys: readonly string[]): Promise<void> {
  if (text !== '') await tmux('send-keys', '-l', text)
  for (const key of keys) await tmux('send-keys', key)
}

async function screen(wanted: RegExp): Promise<string> {
  let seen = ''
  await expect
    .poll(async () => (seen = await tmux('capture-pane', '-p', '-S', '-')), {
      timeout: 15_000,
      interval: 100,
    })
    .toMatch(wanted)
  return seen
}

const raw = async (): Promise<string> => readFile(join(folder, 'raw'), 'utf8')

describe.skipIf(!hasTmux)('the command in a real terminal (needs tmux)', () => {
  test.for([40, 200])('login asks, hides the key, stores it; rows of %i columns', async (width) => {
    await open(width)
    await type(`wellkey login ${lab.url}`, 'Enter')
    await screen(/Open that page/)
    await type('n')
    await screen(/Paste the key/)
    await type(lab.key, 'Enter')
    await screen(/Stored/)
    await type('echo code $?; stty -a | tr " ;" "\\n\\n" | grep -x echo', 'Enter')
    const seen = await screen(/code 0\s+echo/)
    expect(await readFile(join(folder, '.netrc'), 'utf8')).toContain(lab.key)
    for (const text of [seen.replaceAll(/\s/g, ''), await raw()])
      expect(text).not.toContain(lab.key)
    await type('clear; wellkey keys list --server ' + lab.url, 'Enter')
    const table = await screen(/last used|…/)
    expect(Math.max(...table.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(width)
    await type("history -w; echo sav''ed", 'Enter')
    await screen(/^saved/m)
    expect(await readFile(join(folder, 'history'), 'utf8')).not.toContain(lab.key)
  })

  test('Ctrl-C at the key: code 130, echo is back, nothing is written', async () => {
    await open(80)
    await type(`wellkey login ${lab.url}`, 'Enter')
    await screen(/Open that page/)
    await type('n')
    await screen(/Paste the key/)
    await type(lab.key.slice(0, 10), 'C-c')
    await screen(/Stopped; nothing was changed/)
    await type('echo code $?; stty -a | tr " ;" "\\n\\n" | grep -x echo', 'Enter')
    const seen = await screen(/code 130\s+echo/)
    expect(seen).not.toContain(lab.key.slice(0, 10))
    await expect(readFile(join(folder, '.netrc'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('Ctrl-C while a server is silent: code 130 at once', async () => {
    const { createServer } = await import('node:net')
    const silent = createServer(() => undefined).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const address = silent.address()
    const port = typeof address === 'object' ? address?.port : 0
    await writeFile(join(folder, '.netrc'), 'machine 127.0.0.1 login apikey password k\n', {
      mode: 0o600,
    })
    const asked = new Promise((resolve) => silent.once('connection', resolve))
    await open(80)
    await type(`wellkey whoami http://127.0.0.1:${port}`, 'Enter')
    await asked
    await type('', 'C-c')
    await type('echo code $?', 'Enter')
    await screen(/code 130/)
    silent.close()
    expect(await raw()).not.toContain('Unexpected')
  })
})
