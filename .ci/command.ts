// Runs a program to its end and keeps what it printed.
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './packages.ts'

export interface Command {
  readonly program: string
  readonly args: readonly string[]
  /** Default: the root of the repository. */
  readonly cwd?: string
  /** Default: this process's own. */
  readonly env?: NodeJS.ProcessEnv
  /** Text for its standard input. Default: none. */
  readonly input?: string
}

export interface Outcome {
  readonly ok: boolean
  /** Standard output and standard error in the order in which they came. */
  readonly output: string
}

const running = new Set<ChildProcess>()

for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal)
    process.kill(process.pid, signal)
  })
}

export function run(command: Command): Promise<Outcome> {
  const child = spawn(command.program, command.args, {
    cwd: command.cwd ?? root,
    env: command.env ?? process.env,
    stdio: 'pipe',
  })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  // A program that ends before it has read its input is judged by its exit code.
  child.stdin.on('error', () => {}).end(command.input ?? '')
  return new Promise((resolve) => {
    const end = (ok: boolean, trouble: string): void => {
      running.delete(child)
      resolve({ ok, output: output + trouble })
    }
    child.on('error', (error) => end(false, `cannot start ${command.program}: ${error.message}\n`))
    child.on('close', (code, signal) => {
      end(code === 0, signal === null ? '' : `${command.program} was ended by ${signal}\n`)
    })
  })
}

/** The command for a development tool, on the Node that runs this: `tool('typescript', 'tsc', ['--version'])`. */
export function tool(
  packageName: string,
  bin: string,
  args: readonly string[],
  cwd: string = root,
): Command {
  const folder = join(root, 'node_modules', packageName)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly bin: string | Readonly<Record<string, string>>
  }
  const file = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[bin]
  if (file === undefined) throw new Error(`${packageName} has no command ${bin}`)
  return { program: process.execPath, args: [join(folder, file), ...args], cwd }
}

/** Calls `work` for every item, two at a time, and returns the results in the items' order. */
export async function eachOfTwo<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const queue = items.entries()
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all([lane(), lane()])
  return results
}
