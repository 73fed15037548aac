import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { flags, main } from '../test/built-command.ts'

const execute = promisify(execFile)
const patienceMs = 20_000

/** A shell in a real terminal, which knows `wellkey`. */
export interface Screen {
  /** Types text, and keys by tmux's names for them. */
  type(text: string, ...keys: readonly string[]): Promise<void>
  /** Waits until words are on the screen, and gives all of it, without blanks at the ends of lines. */
  wait(words: RegExp): Promise<string>
  clear(): Promise<void>
  close(): Promise<void>
}

/** Opens a terminal of tmux with a home folder of its own. */
export async function openScreen(folder: string, width: number): Promise<Screen> {
  const socket = join(folder, 'tmux')
  const tmux = async (...words: readonly string[]): Promise<string> =>
    (await execute('tmux', ['-S', socket, '-f', '/dev/null', ...words])).stdout
  const command = [process.execPath, ...flags, main].map((word) => `'${word}'`).join(' ')
  const profile = join(folder, 'profile')
  await writeFile(profile, `PS1='$ '\nwellkey() { ${command} "$@"; }\n`)
  const variables = [`HOME=${folder}`, `PATH=${process.env['PATH'] ?? ''}`, 'LANG=C.UTF-8']
  const shell = [
    'env',
    '-i',
    ...variables,
    'TERM=screen',
    'bash',
    '--noprofile',
    '--rcfile',
    profile,
    '-i',
  ]
  await tmux('new-session', '-d', '-x', String(width), '-y', '50', ...shell)
  const wait = async (words: RegExp): Promise<string> => {
    const deadline = Date.now() + patienceMs
    for (;;) {
      const text = (await tmux('capture-pane', '-p', '-J')).replaceAll(/ +$/gm, '').trimEnd()
      if (words.test(text)) return text
      if (Date.now() > deadline) throw new Error(`${String(words)} is not on the screen:\n${text}`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  await wait(/^\$/m)
  return {
    wait,
    async type(text, ...keys) {
      if (text !== '') await tmux('send-keys', '-l', text)
      for (const key of keys) await tmux('send-keys', key)
    },
    async clear() {
      await tmux('send-keys', 'C-l')
      await wait(/^\$\s*$/)
    },
    async close() {
      await tmux('kill-server').catch(() => undefined)
    },
  }
}
