import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'
import { memoryKeychain, type Keychain } from '@wellkey/credentials'
import { createClient, fromValue } from '@wellkey/client'
import { createServer, type Server, type SettingsSeed } from '@wellkey/server'
import { runCli } from '../src/run-cli.ts'

/** What a command line printed, and how it ended. */
export interface Ending {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line in this process, on streams and an environment of its own. */
export async function run(
  argv: readonly string[],
  world: {
    readonly environment?: Readonly<Record<string, string>>
    readonly stdin?: string
    readonly isTTY?: boolean
    readonly columns?: number
    readonly signal?: AbortSignal
    readonly now?: Date
    /** Default: a system without a keychain. */
    readonly keychain?: Keychain
    /** A person is there, and types the keys when the words show up; in this order. */
    readonly person?: readonly (readonly [words: RegExp, keys: string])[]
  } = {},
): Promise<Ending> {
  const stdout = capture()
  const stderr = capture()
  const { person } = world
  const isTTY = world.isTTY ?? (person && true)
  const typed = new PassThrough()
  if (person !== undefined) typing(person, stderr, typed)
  const stdin = Object.assign(person ? typed : Readable.from([world.stdin ?? '']), {
    isTTY,
    setRawMode: () => undefined,
  })
  const home = world.environment?.['HOME']
  const code = await runCli(argv, {
    stdin,
    stdout: Object.assign(stdout.stream, { columns: world.columns }),
    stderr: stderr.stream,
    environment: world.environment ?? {},
    isColourful: false,
    isInteractive: isTTY ?? false,
    keychain: world.keychain ?? noKeychain(),
    ...(home !== undefined && { records: join(home, 'keys.json') }),
    signal: world.signal ?? new AbortController().signal,
    now: () => world.now ?? new Date(),
  })
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}

/** A LabKey with one researcher, one list and one API key, listening on loopback. */
export async function startLab(
  settings: Partial<SettingsSeed> & { readonly contextPath?: string } = {},
): Promise<{
  readonly url: string
  readonly key: string
  readonly user: { readonly email: string; readonly password: string }
  readonly server: Server
  close(): Promise<void>
}> {
  const user = { email: 'ann@lab.example', password: randomBytes(12).toString('hex') }
  const { contextPath, ...changed } = settings
  const server = createServer({
    ...(contextPath !== undefined && { contextPath }),
    users: [{ ...user, role: 'editor', displayName: 'Ann' }],
    containers: [{ path: '/Open Data' }],
    tables: [
      {
        name: 'Patients',
        columns: [
          { name: 'PatientId', type: 'string', key: true },
          { name: 'Age', type: 'int' },
          { name: 'Note', type: 'string' },
        ],
        rows: [
          { PatientId: 'PT-1', Age: 17, Note: null },
          { PatientId: 'PT-2', Age: 44, Note: 'seen \u001b[2J twice' },
          { PatientId: 'PT-3', Age: 71, Note: 'x'.repeat(80) },
        ],
      },
    ],
    settings: {
      allowApiKeys: true,
      allowSessionKeys: true,
      apiKeyExpirationSeconds: 90 * 24 * 60 * 60,
      passwordCost: { cost: 1024, blockSize: 8, parallelization: 1 },
      ...changed,
    },
  })
  const { url, close } = await server.listen({ port: 0 })
  const credentials = fromValue({ login: user.email, secret: user.password })
  const labkey = createClient({ baseUrl: url, credentials, environment: {} })
  const { apikey } = await labkey.request<{ readonly apikey: string }>({
    controller: 'security',
    action: 'createApiKey',
    method: 'POST',
    container: '/Open Data',
    body: { type: 'apikey' },
  })
  return { url, key: apikey, user, server, close }
}

/** A keychain of a system that has none. */
export function noKeychain(): Keychain {
  const keychain = memoryKeychain()
  const failing = async (): Promise<never> => {
    keychain.failNext('unavailable')
    return (await keychain.get('https://lab.example', 'apikey')) as never
  }
  return { get: failing, set: failing, delete: failing }
}

interface Capture {
  readonly stream: Writable
  text(): string
}

function capture(): Capture {
  const chunks: string[] = []
  const stream = new Writable({
    write: (chunk: Buffer, _, callback) => {
      chunks.push(chunk.toString('utf8'))
      callback()
    },
  })
  return { stream, text: () => chunks.join('') }
}

/** Types each answer once its words are on the screen, as a person does. */
function typing(
  answers: readonly (readonly [RegExp, string])[],
  screen: Capture,
  input: PassThrough,
): void {
  let at = 0
  let seen = 0
  const timer = setInterval(() => {
    const [words, keys] = answers[at] ?? []
    if (words === undefined || keys === undefined) {
      clearInterval(timer)
      return
    }
    const text = screen.text().slice(seen)
    if (!words.test(text)) return
    seen += text.length
    at += 1
    input.write(keys)
  }, 20)
  timer.unref()
}
