import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entries, parse } from '@wellkey/netrc'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flags, main } from './built-command.ts'
import { startLab } from './stage.ts'

let lab: Awaited<ReturnType<typeof startLab>>
let folder: string

beforeAll(async () => {
  lab = await startLab()
  folder = await mkdtemp(join(tmpdir(), 'wellkey-concurrent-'))
})

afterAll(async () => {
  await lab.close()
  await rm(folder, { recursive: true, force: true })
})

async function start(argv: readonly string[], stdin = ''): Promise<{ code: number; text: string }> {
  const home = join(folder, 'config')
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    XDG_CONFIG_HOME: home,
    XDG_STATE_HOME: home,
  }
  return new Promise((resolve) => {
    const words = [...flags, main, ...argv]
    const child = execFile(process.execPath, words, { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), text: stdout + stderr })
    })
    child.stdin?.end(stdin)
  })
}

describe('login and logout at the same time', () => {
  test('lose nothing of each other and of what else is in the file', async () => {
    const comment = '# mine\n'
    const other = 'machine git.example login ann password p # kept\n'
    const leaving = ['a.example', 'b.example', 'c.example']
    const old = leaving.map((host) => `machine ${host} login apikey password k-${host}\n`)
    await writeFile(join(folder, '.netrc'), comment + old.join('') + other, { mode: 0o600 })
    // Nothing is sent for them, so that there may be any number of hosts.
    const coming = ['x.example', 'y.example']
    const store = ['--with-key', '--store', 'netrc']
    const endings = await Promise.all([
      start(['login', lab.url, ...store], lab.key),
      ...coming.map(async (host) =>
        start(['login', `https://${host}`, ...store, '--no-verify'], lab.key),
      ),
      ...leaving.map(async (host) => start(['logout', `https://${host}`])),
    ])
    expect(endings.map(({ code }) => code)).toEqual(endings.map(() => 0))
    const text = await readFile(join(folder, '.netrc'), 'utf8')
    const left = entries(parse(text)).map(({ host, login }) => `${host} ${login}`)
    expect(left.toSorted()).toEqual([
      '127.0.0.1 apikey',
      'git.example ann',
      'x.example apikey',
      'y.example apikey',
    ])
    expect(text).toContain(comment)
    expect(text).toContain(other)
    const { code, text: status } = await start(['status', '--json'])
    expect(code).toBe(0)
    const { servers } = JSON.parse(status) as {
      servers: readonly { readonly server: string; readonly key: { readonly stored?: string } }[]
    }
    // Each login left its record, too.
    expect(
      servers.filter(({ key }) => key.stored !== undefined).map(({ server }) => server),
    ).toEqual(expect.arrayContaining([lab.url, 'https://x.example', 'https://y.example']))
    for (const { text: talk } of endings) expect(talk).not.toContain(lab.key)
  }, 60_000)
})
