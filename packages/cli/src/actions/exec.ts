import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { defaultProvider, resolveCredential, type Credential } from '@wellkey/credentials'
import { CliError, exitCodes } from '../cli-error.ts'
import { maskStream } from '../mask-stream.ts'
import { resolveServer } from '../resolve-server.ts'
import { nameOfServer, sourcesOf } from '../sources.ts'
import type { Terminal } from '../terminal.ts'
import { assertGoingOn } from '../until-aborted.ts'

/** What `wellkey exec` was asked to do. */
export interface ExecOptions {
  readonly server?: string
  readonly mask?: boolean
  readonly allowInsecureHttp?: boolean
}

/**
 * Runs a command with the key in its environment, and nowhere else: not in its arguments, not in a
 * file. Signals go on to it, and its exit code is ours; 128 and the signal's number when a signal
 * ended it, as in a shell.
 *
 * @throws {CliError} with the exit code of the command when it is not 0
 */
export async function runExec(
  [command = '', ...words]: readonly string[],
  options: ExecOptions,
  terminal: Terminal,
): Promise<void> {
  const url = await resolveServer(options.server, terminal, options)
  const credential = await resolveCredential(defaultProvider(sourcesOf(terminal)), { url })
  if (credential.login !== 'apikey') {
    throw new CliError(
      `The credential in ${credential.source.place} is a password of ${credential.login}, not a key`,
      exitCodes.noCredential,
    )
  }
  assertGoingOn(terminal.signal)
  const env = environmentFor(url, credential, terminal)
  const code = await runCommand(command, words, env, options, credential, terminal)
  if (code !== 0) throw new CliError('', code)
}

function environmentFor(
  url: URL,
  { secret }: Credential,
  { environment }: Terminal,
): NodeJS.ProcessEnv {
  const { LABKEY_APIKEY: _key, LABKEY_URL: _url, LABKEY_SERVER: _server, ...rest } = environment
  return { ...rest, LABKEY_API_KEY: secret.reveal(), LABKEY_BASE_URL: nameOfServer(url) }
}

async function runCommand(
  command: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  { mask = false }: ExecOptions,
  { secret }: Credential,
  terminal: Terminal,
): Promise<number> {
  const output = mask ? 'pipe' : 'inherit'
  const child = spawn(command, words, { env, stdio: ['inherit', output, output] })
  const pass = (name: NodeJS.Signals): void => void child.kill(name)
  terminal.handOver?.(pass)
  const stop = (): void => pass('SIGINT')
  terminal.signal.addEventListener('abort', stop, { once: true })
  const copies = [
    copyMasked(child.stdout, terminal.stdout, secret.reveal()),
    copyMasked(child.stderr, terminal.stderr, secret.reveal()),
  ]
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (status, signal) => {
        resolve(status ?? 128 + (signal === null ? 0 : constants.signals[signal]))
      })
    })
    await Promise.all(copies)
    return code
  } catch (error) {
    throw failureOf(command, error)
  } finally {
    terminal.signal.removeEventListener('abort', stop)
  }
}

async function copyMasked(from: Readable | null, to: Writable, secret: string): Promise<void> {
  if (from === null) return
  for await (const chunk of from.pipe(maskStream(secret))) to.write(chunk)
}

/** 127 and 126 are what shells answer with. */
function failureOf(command: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT')
    return new CliError(`There is no command ${command}; is it installed, and in PATH?`, 127)
  if (code === 'EACCES') return new CliError(`${command} cannot be run: permission denied`, 126)
  return error
}
