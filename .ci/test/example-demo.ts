// The demo server and a netrc file with an API key for it, and the programs of `examples` run with both.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createClient, fromValue, type LabKeyClient } from '@wellkey/client'
import { createServer, demoOptions } from '@wellkey/server'
import { expect } from 'vitest'

export const run = promisify(execFile)
export const root = fileURLToPath(new URL('../..', import.meta.url))
export const onDist = process.env['TEST_DIST'] === '1'
export const flags = [
  ...(onDist ? [] : ['--conditions=@wellkey/source']),
  '--import',
  import.meta.resolve('tsx'),
]

/** A folder to be the home, with a netrc file, and the server behind the key in it. */
export interface ExampleDemo {
  readonly folder: string
  readonly netrc: string
  readonly email: string
  readonly labkey: LabKeyClient
  /** Runs a program of `examples` and gives what it printed; it must print nothing to stderr. */
  runExample(
    name: string,
    args?: readonly string[],
    environment?: NodeJS.ProcessEnv,
  ): Promise<string>
  close(): Promise<void>
}

export async function startDemo(): Promise<ExampleDemo> {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-examples-'))
  const netrc = join(folder, 'netrc')
  const demo = demoOptions()
  const editor = demo.users.find(({ role }) => role === 'editor')
  if (editor === undefined) throw new Error('the demo has no editor')
  const { email, password: secret } = editor
  const { url: baseUrl, close } = await createServer(demo.options).listen({ port: 0 })
  const credentials = fromValue({ login: email, secret })
  const labkey = createClient({ baseUrl, container: '/Open Data', credentials })
  const key = await labkey.keys.create({ description: 'examples' })
  const entry = `machine ${new URL(baseUrl).hostname} login apikey password ${key.reveal()}\n`
  writeFileSync(netrc, entry, { mode: 0o600 })
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    NETRC: netrc,
    LABKEY_BASE_URL: baseUrl,
    LABKEY_CONTAINER: '/Open Data',
  }
  return {
    folder,
    netrc,
    email,
    labkey,
    async runExample(name, args = [], environment = {}) {
      const argv = [...flags, `examples/${name}`, ...args]
      const options = { cwd: root, env: { ...env, ...environment } }
      const { stdout, stderr } = await run(process.execPath, argv, options)
      expect(stderr).toBe('')
      return stdout
    },
    async close() {
      await close()
      rmSync(folder, { recursive: true })
    },
  }
}
