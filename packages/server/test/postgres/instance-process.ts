import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const isOnDist = process.env['TEST_DIST'] === '1'
const main = fileURLToPath(
  new URL(isOnDist ? '../../dist/main.js' : '../../src/main.ts', import.meta.url),
)

/** A `wellkey-server` in a process of its own. */
export interface InstanceProcess {
  readonly url: string
  readonly child: ChildProcess
  /** Kills it with SIGKILL and waits for its end. */
  readonly kill: () => Promise<void>
}

/** Starts the command; `undefined`: it ended before it listened. */
export async function startProcess(argv: readonly string[]): Promise<InstanceProcess | undefined> {
  const flags = isOnDist ? [] : ['--import', 'tsx']
  const child = spawn(process.execPath, [...flags, main, '--json', '--port=0', ...argv], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exited = once(child, 'exit')
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line') as Promise<[string]>,
    exited.then(() => undefined),
  ])
  if (line === undefined) return undefined
  return {
    url: (JSON.parse(line[0]) as { url: string }).url,
    child,
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
  }
}
