import { randomBytes } from 'node:crypto'
import { Readable, Writable } from 'node:stream'
import { createClient, fromValue } from '@wellkey/client'
import { createServer } from '@wellkey/server'
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
  } = {},
): Promise<Ending> {
  const stdout = capture()
  const stderr = capture()
  const stdin = Object.assign(Readable.from([world.stdin ?? '']), { isTTY: world.isTTY })
  const code = await runCli(argv, {
    stdin,
    stdout: Object.assign(stdout.stream, { columns: world.columns }),
    stderr: stderr.stream,
    environment: world.environment ?? {},
    isColourful: false,
    isInteractive: world.isTTY ?? false,
    signal: world.signal ?? new AbortController().signal,
    now: () => world.now ?? new Date(),
  })
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}

/** A LabKey with one researcher, one list and one API key, listening on loopback. */
export async function startLab(): Promise<{
  readonly url: string
  readonly key: string
  close(): Promise<void>
}> {
  const user = { email: 'ann@lab.example', password: randomBytes(12).toString('hex') }
  const server = createServer({
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
      passwordCost: { cost: 1024, blockSize: 8, parallelization: 1 },
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
  return { url, key: apikey, close }
}

function capture(): { readonly stream: Writable; text(): string } {
  const chunks: string[] = []
  const stream = new Writable({
    write: (chunk: Buffer, _, callback) => {
      chunks.push(chunk.toString('utf8'))
      callback()
    },
  })
  return { stream, text: () => chunks.join('') }
}
