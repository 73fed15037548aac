import { execFile, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const execute = promisify(execFile)
const isDist = process.env['TEST_DIST'] === '1'
const main = fileURLToPath(
  new URL(isDist ? '../dist/start/main.cjs' : '../src/main.ts', import.meta.url),
)
const flags = isDist ? [] : ['--conditions=@wellkey/source', '--import', 'tsx']
const hasTmux = spawnSync('tmux', ['-V']).status === 0

let folder: string
let socket: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-terminal-'))
  socket = `wellkey-${randomBytes(6).toString('hex')}`
})

afterEach(async () => {
  if (hasTmux) await tmux('kill-server').catch(() => undefined)
  await rm(folder, { recursive: true, force: true })
})

async function tmux(...argv: readonly string[]): Promise<string> {
  const { stdout } = await execute('tmux', ['-L', socket, '-f', '/dev/null', ...argv])
  return stdout
}

/** Runs a line in a shell of a terminal; the shell says how it ended, and whether it echoes again. */
async function open(line: string, width: number): Promise<void> {
  const script = join(folder, 'run.sh')
  const words = [process.execPath, ...flags, main].map((word) => `'${word}'`).join(' ')
  const echo = `case "$(stty -a)" in *' -echo '*) echo ends silent;; *) echo ends $code;; esac`
  await writeFile(
    script,
    `export NETRC='${folder}/netrc' HOME='${folder}'\n${words} ${line}\ncode=$?\n${echo}\nsleep 60\n`,
  )
  await tmux('new-session', '-d', '-x', String(width), '-y', '24', `sh ${script}`)
}

async function screenWith(words: RegExp): Promise<string> {
  for (let tries = 0; tries < 300; tries++) {
    const screen = await tmux('capture-pane', '-p', '-S', '-')
    if (words.test(screen)) return screen
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${words} never came: ${await tmux('capture-pane', '-p', '-S', '-')}`)
}

describe('wellkey netrc set in a terminal', () => {
  test.skipIf(!hasTmux).for([40, 200])(
    'hides what is typed, %d columns wide (needs tmux)',
    { timeout: 60_000 },
    async (width) => {
      const secret = randomBytes(10).toString('hex')
      await open('netrc set a.example --login ann', width)
      await screenWith(/Password of ann/)
      await tmux('send-keys', '-l', secret)
      await tmux('send-keys', 'Enter')
      const screen = await screenWith(/ends 0/)
      expect(screen).not.toContain(secret)
      expect(screen).toContain('✓ Added machine a.example')
      expect(await readFile(join(folder, 'netrc'), 'utf8')).toContain(secret)
    },
  )

  test.skipIf(!hasTmux)(
    'ends with 130 at Ctrl-C, with the echo back and nothing written (needs tmux)',
    { timeout: 60_000 },
    async () => {
      await open('netrc set a.example --login ann', 80)
      await screenWith(/Password of ann/)
      await tmux('send-keys', '-l', 'half')
      await tmux('send-keys', 'C-c')
      const screen = await screenWith(/ends \w+/)
      expect(screen).toContain('ends 130')
      expect(screen).not.toContain('half')
      await expect(readFile(join(folder, 'netrc'))).rejects.toMatchObject({ code: 'ENOENT' })
    },
  )
})
