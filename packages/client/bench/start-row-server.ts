// Starts the server of rows, and measures work on it in processes of their own.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface RowServer {
  readonly url: string
  stop(): void
}

export async function startRowServer(): Promise<RowServer> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'row-server.ts')],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { url: `http://127.0.0.1:${port}`, stop: () => child.stdin.end() }
}

/** What one piece of work has cost in a process of its own. */
export interface Cost {
  readonly rows: number
  readonly ms: number
  /** The highest resident memory above that of the idle process, in MB. */
  readonly overIdleMB: number
}

/** Runs `row-work.ts WORK URL ROWS` in a fresh process, whose heap can be held small. */
export async function measure(
  work: string,
  url: string,
  rows: number,
  heapMB?: number,
): Promise<Cost> {
  const flags = ['--expose-gc', ...(heapMB === undefined ? [] : [`--max-old-space-size=${heapMB}`])]
  const file = join(import.meta.dirname, 'row-work.ts')
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [...flags, '--import', 'tsx', file, work, url, String(rows)],
      (error, stdout, stderr) => {
        if (error === null) resolve(JSON.parse(stdout) as Cost)
        else reject(new Error(`${work}: ${stderr.slice(-500)}`, { cause: error }))
      },
    )
  })
}
