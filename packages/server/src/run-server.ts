import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'

import { createServer } from './create-server.ts'
import { demoOptions } from './demo/demo-options.ts'
import type { Demo } from './demo/demo-options.ts'
import type { Listening } from './listen/listen.ts'
import { ServerError } from './server-error.ts'
import { usage } from './usage.ts'

/** What the command touches of the world. */
export interface RunContext {
  /** Arguments behind the program's name. */
  readonly argv: readonly string[]
  /** Takes data: the JSON line, or the words that replace it. */
  readonly stdout: (text: string) => void
  /** Takes talk: errors. */
  readonly stderr: (text: string) => void
  /** Resolves when the command is asked to stop. */
  readonly stopped: Promise<unknown>
  /** What `--version` prints. */
  readonly version: string
}

/**
 * Runs `wellkey-server` until it is stopped, and returns its exit code: 0, or 2 for wrong use.
 *
 * With `--json` the first line on stdout is one JSON object with the URL and the users, and nothing
 * follows it.
 */
export async function runServer(context: RunContext): Promise<number> {
  const { argv, stdout, stderr, stopped, version } = context
  const fail = (message: string): number => {
    stderr(`wellkey-server: ${message}\nTry 'wellkey-server --help'\n`)
    return 2
  }
  let arguments_: Arguments
  try {
    arguments_ = readArguments(argv)
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
  if (arguments_.help) return print(stdout, usage)
  if (arguments_.version) return print(stdout, `${version}\n`)
  const setup = arguments_.demo ? demoOptions() : bareOptions()
  const { contextPath, host, port } = arguments_
  let listening: Listening
  try {
    const onError = (error: unknown, id: string): void => stderr(`error ${id}: ${String(error)}\n`)
    const server = createServer({ ...setup.options, contextPath, onError })
    listening = await server.listen({ port, host })
  } catch (error) {
    if (error instanceof ServerError) return fail(error.message)
    throw error
  }
  stdout(arguments_.json ? jsonLine(setup, listening, contextPath) : words(setup, listening))
  await stopped
  await listening.close()
  return 0
}

interface Arguments {
  readonly port: number
  readonly host: string
  readonly contextPath: string
  readonly demo: boolean
  readonly json: boolean
  readonly help: boolean
  readonly version: boolean
}

function readArguments(argv: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '8080' },
      host: { type: 'string', default: '127.0.0.1' },
      'context-path': { type: 'string', default: '' },
      demo: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      version: { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535) {
    throw new TypeError(`--port '${values.port}' is not a number from 0 to 65535`)
  }
  const contextPath = values['context-path']
  return { ...values, port, contextPath: contextPath === '/' ? '' : contextPath.replace(/\/$/, '') }
}

function bareOptions(): Demo {
  const password = randomBytes(12).toString('base64url')
  const users = [{ email: 'admin@example.org', password, role: 'admin' as const }]
  return { options: { users }, users, container: '/home' }
}

function jsonLine({ users, container }: Demo, { url }: Listening, contextPath: string): string {
  const shown = users.map(({ email, password, role }) => ({ email, password, role }))
  return `${JSON.stringify({ url, contextPath, container, users: shown })}\n`
}

function words({ users, container }: Demo, { url }: Listening): string {
  const width = Math.max(...users.map((user) => user.email.length))
  const lines = users.map(
    ({ email, password, role }) => `  ${email.padEnd(width)}  ${password}  ${role}`,
  )
  return [
    `A reference LabKey Server listens at ${url}`,
    `Start at ${url}${container.split('/').map(encodeURIComponent).join('/')}/project-begin.view`,
    '',
    'Users, passwords (made for this run, not shown again) and roles:',
    ...lines,
    '',
    'Stop it with Ctrl+C',
    '',
  ].join('\n')
}

function print(stdout: (text: string) => void, text: string): number {
  stdout(text)
  return 0
}
