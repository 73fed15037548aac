import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** How a program ended, and what it printed. */
export interface Outcome {
  readonly exitCode: number
  readonly output: string
}

/** What the demo server prints first. */
export interface ServerLine {
  readonly url: string
  readonly container: string
  readonly users: readonly {
    readonly email: string
    readonly password: string
    readonly role: string
  }[]
}

const root = new URL('../../', import.meta.url)

/** The TypeScript programs of this repository, run from their sources. */
export const programs = {
  server: 'packages/server/src/main.ts',
  wellkey: 'packages/cli/src/main.ts',
  selectRows: 'examples/select-rows.ts',
} as const

/** Runs a TypeScript program of this repository to its end, stdin from a text. */
export async function runProgram(
  program: (typeof programs)[keyof typeof programs],
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly stdin?: string },
): Promise<Outcome> {
  const child = spawn(process.execPath, [...flags, pathOf(program), ...args], { env: options.env })
  return collect(child, options.stdin)
}

/** Runs any other command; `undefined` when it is not installed. */
export async function runCommand(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Outcome | undefined> {
  try {
    return await collect(spawn(command, args, { env }))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Starts the demo server in a process of its own, on a free port. */
export async function startServer(
  env: NodeJS.ProcessEnv,
): Promise<{ readonly line: ServerLine; stop(): Promise<void> }> {
  const args = [...flags, pathOf(programs.server), '--demo', '--json', '--port', '0']
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  // However this process ends, its server does too.
  process.once('exit', () => child.kill())
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  for await (const text of createInterface({ input: child.stdout })) {
    const stop = async (): Promise<void> => {
      child.kill('SIGTERM')
      await ended
    }
    return { line: JSON.parse(text) as ServerLine, stop }
  }
  throw new Error('The server ended before it was ready')
}

const flags = ['--conditions=@wellkey/source', '--import', import.meta.resolve('tsx')]

function pathOf(program: string): string {
  return fileURLToPath(new URL(program, root))
}

async function collect(child: ChildProcess, stdin?: string): Promise<Outcome> {
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
  }
  child.stdin?.end(stdin ?? '')
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
  return { exitCode, output: chunks.join('') }
}
