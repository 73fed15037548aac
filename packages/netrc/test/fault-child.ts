import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { attachStrace } from './attach-strace.ts'
import { bareEnvironment } from './edit-child.ts'

const isDist = process.env['TEST_DIST'] === '1'
const flags = isDist ? [] : ['--conditions=@wellkey/source', '--import', 'tsx']
const pathOf = (script: string): string => fileURLToPath(new URL(script, import.meta.url))

/** How an edit in a process of its own ended. */
export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** What the child said: its result as JSON, or an error's code and message. */
  readonly said: string
  /** What strace saw. */
  readonly trace: string
}

/** A process that is about to edit a file, with all of its code loaded. */
export interface Ready {
  readonly pid: number
  /** Lets it start. */
  go(): void
  readonly ending: Promise<Omit<Ending, 'trace'>>
}

/** @param wrap a program and its arguments that start the child */
export function readyToEdit(
  file: string,
  host = 'added.example',
  wrap: readonly string[] = [],
): Promise<Ready> {
  return ready([...wrap, ...childCommand('fault-child.mjs', file, host)])
}

/** A process that updates one entry again and again; named `remove`, it takes it out. */
export function readyToUpdate(file: string, name: string, count: number): Promise<Ready> {
  return ready(childCommand('update-child.mjs', file, name, String(count)))
}

/** The command that runs a script of this folder in a process of its own. */
export function childCommand(script: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, ...flags, pathOf(script), ...args]
}

async function ready(command: readonly string[]): Promise<Ready> {
  const child = spawn(command[0] ?? process.execPath, command.slice(1), {
    env: bareEnvironment,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => (complaint += part))
  child.stdin.on('error', () => undefined)
  const ending = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    said: text.slice(1),
  }))
  await Promise.race([once(child.stdout, 'data'), ending])
  if (!text.startsWith('R')) throw new Error(`the child did not start: ${complaint}`)
  return { pid: child.pid ?? 0, go: () => child.stdin.write('x'), ending }
}

/** Edits a file in a process whose system calls strace counts, fails or ends from the edit on. */
export async function editUnderStrace(
  file: string,
  ...options: readonly string[]
): Promise<Ending> {
  const child = await readyToEdit(file)
  const strace = await attachStrace(child.pid, ...options)
  child.go()
  const ending = await child.ending
  await strace.isClosed
  return { ...ending, trace: strace.trace() }
}
