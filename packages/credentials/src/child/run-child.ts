import { spawn } from 'node:child_process'

/** A program to run, and what it may cost. */
export interface ChildOptions {
  readonly program: string
  readonly args: readonly string[]
  readonly environment: NodeJS.ProcessEnv
  /** Written to its standard input, which then stays open until it ends. Default: no input. */
  readonly input?: string
  /** It is killed after this time. */
  readonly timeoutMs: number
  /** It is killed when it writes more than this to its standard output. */
  readonly maxBytes: number
}

/** How a program ended. Its standard error is thrown away, since it may hold a secret. */
export type ChildEnd =
  | { readonly end: 'exit'; readonly code: number | null; readonly stdout: Buffer }
  | { readonly end: 'timeout' }
  | { readonly end: 'too long' }
  | { readonly end: 'not started'; readonly reason: string }

/**
 * Runs a program without a shell until it ends, its time is over or it writes too much.
 *
 * Does not wait for what the program leaves behind: a killed program's own children may keep its
 * pipes open for ever.
 */
export async function runChild(options: ChildOptions): Promise<ChildEnd> {
  const { program, args, environment, input, timeoutMs, maxBytes } = options
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: environment,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'ignore'],
      windowsHide: true,
    })
    const chunks: Buffer[] = []
    let length = 0
    const settle = (end: ChildEnd): void => {
      clearTimeout(timer)
      // SIGTERM waits for an event loop that a native call may block; this does not.
      child.kill('SIGKILL')
      child.stdin?.destroy()
      child.stdout?.destroy()
      child.unref()
      resolve(end)
    }
    const timer = setTimeout(() => settle({ end: 'timeout' }), timeoutMs)
    child.on('error', (error: NodeJS.ErrnoException) =>
      settle({ end: 'not started', reason: error.code ?? error.message }),
    )
    child.on('close', (code) => settle({ end: 'exit', code, stdout: Buffer.concat(chunks) }))
    child.stdout?.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      length += chunk.length
      if (length > maxBytes) settle({ end: 'too long' })
    })
    // A program that ends without reading its input is told by its exit.
    child.stdin?.on('error', () => undefined)
    if (input !== undefined) child.stdin?.write(input)
  })
}
