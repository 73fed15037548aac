// Uses the packages as their users do: installed from the tarballs, against a reference server of their own.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { run } from './command.ts'
import { packInto, tarballOf } from './packed.ts'
import { packages, root } from './packages.ts'
import { npm } from './pnpm.mjs'
import type { Runtime } from './runtimes.ts'
import { oneCheck, type StepResult } from './steps.ts'

/** Installs the tarballs of all packages into a folder, with the smoke test beside them. */
export async function installSmoke(folder: string): Promise<StepResult> {
  const tarballs = join(folder, 'tarballs')
  mkdirSync(tarballs)
  const packed = packInto(tarballs)
  if (!packed.ok) return oneCheck(false, packed.output)
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  copyFileSync(join(root, '.ci/smoke.mjs'), join(folder, 'smoke.mjs'))
  const files = packages.map((item) => tarballOf(item, tarballs))
  const { code, output } = npm(['install', '--ignore-scripts', ...files], folder)
  return oneCheck(code === 0, output, `${files.length} tarballs installed with npm`)
}

/** Runs the smoke test on one runtime, with a server on this Node and a fresh API key. */
export async function runSmoke(folder: string, runtime: Runtime): Promise<StepResult> {
  const entry = join(folder, 'node_modules/@wellkey/server/dist/main.js')
  const server = spawn(process.execPath, [entry, '--demo', '--json', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const demo = await readDemo(server)
    const apiKey = await createApiKey(demo)
    const { ok, output } = await run({
      program: runtime.program,
      args: [...runtime.args, 'smoke.mjs'],
      cwd: folder,
      input: JSON.stringify({ baseUrl: demo.url, apiKey }),
    })
    return oneCheck(ok, output, ok ? output.trim() : '')
  } finally {
    server.kill()
  }
}

interface Demo {
  readonly url: string
  readonly users: readonly { readonly email: string; readonly password: string }[]
}

async function readDemo(server: ChildProcess): Promise<Demo> {
  if (server.stdout === null) throw new Error('the server has no standard output')
  const lines = createInterface(server.stdout)
  const signal = AbortSignal.timeout(20_000)
  const first = await Promise.race([
    once(lines, 'line', { signal }) as Promise<[string]>,
    once(server, 'exit', { signal }).then(() => undefined),
  ])
  if (first === undefined) throw new Error('the server ended before it said where it listens')
  return JSON.parse(first[0]) as Demo
}

/** Logs in as a browser would and asks for an API key; "/Open Data" needs no declaration. */
async function createApiKey({ url, users }: Demo): Promise<string> {
  const [user] = users
  if (user === undefined) throw new Error('the demo server has no user')
  const { email, password } = user
  const login = await post(`${url}/login-loginApi.api`, { email, password }, {})
  const cookies = login.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '')
  const csrf = cookies.find((cookie) => cookie.startsWith('X-LABKEY-CSRF='))?.split('=')[1] ?? ''
  const created = await post(
    `${url}/Open%20Data/security-createApiKey.api`,
    { type: 'apikey' },
    { Cookie: cookies.join('; '), 'X-LABKEY-CSRF': csrf },
  )
  const { apikey } = (await created.json()) as { readonly apikey?: string }
  if (apikey === undefined) throw new Error('security-createApiKey.api answered without a key')
  return apikey
}

async function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return response
}
