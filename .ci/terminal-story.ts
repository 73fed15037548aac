// The story of the README's picture: the real command in a real terminal (tmux), on the reference server's demo.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient, fromValue } from '@wellkey/client'
import { createServer, demoOptions } from '@wellkey/server'
import { openScreen } from '../packages/cli/record/screen.ts'
import { drawTerminal } from './draw-terminal.ts'

// Wider than any line.
const columns = 160
const prompt = /\n\$$/

/** Runs `wellkey login`, `status` and `query`, and draws the screen. */
export async function drawStory(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wellkey-record-'))
  const demo = demoOptions()
  const server = createServer({ ...demo.options, contextPath: '/labkey' })
  const { url, close } = await server.listen({ port: 0 })
  const screen = await openScreen(folder, columns)
  try {
    const key = await keyFor(
      url,
      demo.users.find(({ role }) => role === 'editor'),
    )
    await screen.type(`export LABKEY_BASE_URL=${url} LABKEY_CONTAINER="/Open Data"`, 'Enter')
    await screen.clear()
    await screen.type(`wellkey login ${new URL(url).origin}`, 'Enter')
    await screen.wait(/Open that page/)
    await screen.type('n')
    await screen.wait(/Paste the key/)
    await screen.type(key, 'Enter')
    await screen.wait(prompt)
    await screen.type(`wellkey status ${url}`, 'Enter')
    await screen.wait(/ key {2,}[^$]*\n\$$/)
    await screen.type("wellkey query select lists Results --filter 'Flag~eq=H' --limit 4", 'Enter')
    await screen.wait(/Analyte[^$]*\n\$$/)
    const shown = ['-S', join(folder, 'tmux'), 'capture-pane', '-e', '-p', '-J']
    const { stdout } = await promisify(execFile)('tmux', shown)
    const text = stable(stdout.trimEnd().replace(/\n[^\n]*$/, ''), folder, new URL(url).origin)
    return drawTerminal(text, 'wellkey login, status and query in a terminal')
  } finally {
    await screen.close()
    await close()
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

type User = { readonly email: string; readonly password: string }

async function keyFor(baseUrl: string, user: User | undefined): Promise<string> {
  if (user === undefined) throw new Error('The demo has no editor.')
  const credentials = fromValue({ login: user.email, secret: user.password })
  const labkey = createClient({ baseUrl, container: '/Open Data', credentials, environment: {} })
  return (await labkey.keys.create({ description: 'picture' })).reveal()
}

/** The same text on every machine and at every time. */
function stable(text: string, folder: string, origin: string): string {
  const words = text
    .replaceAll(folder, '/home/ann')
    .replaceAll(origin, 'http://localhost:8080')
    .replaceAll('127.0.0.1', 'localhost')
    .replaceAll(/ +$/gm, '')
    .replaceAll(
      /(keychain {2,}\S+ {2,})skipped: .*/g,
      '$1skipped: not opened, since netrc comes first',
    )
  const row = /^ {2}(environment|netrc|keychain) {2,}(.+?) {2,}(.*)$/gm
  // Shorter names leave gaps in the table of sources.
  const width = Math.max(0, ...[...words.matchAll(row)].map(([, , place = '']) => place.length))
  return words.replaceAll(
    row,
    (_, source: string, place: string, answer: string) =>
      `  ${source.padEnd(11)}  ${place.padEnd(width)}  ${answer}`,
  )
}
