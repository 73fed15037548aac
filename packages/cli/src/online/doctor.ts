import { existsSync } from 'node:fs'
import { readEnvironment } from '@wellkey/credentials'
import { editNetrc, locateNetrc } from '@wellkey/netrc'
import { CliError } from '../cli-error.ts'
import { checkAnswer } from '../doctor/check-answer.ts'
import { checkConnection } from '../doctor/check-connection.ts'
import { checkFiles } from '../doctor/check-files.ts'
import { checkUse } from '../doctor/check-use.ts'
import { fail, ok, type Finding } from '../doctor/finding.ts'
import { onlyServer } from '../known-servers.ts'
import { printable } from '../printable.ts'
import { sayTightened } from '../say-tightened.ts'
import { serverFrom } from '../server-argument.ts'
import { nameOfServer } from '../sources.ts'
import { print, printJson, say, type Terminal } from '../terminal.ts'
import { version } from '../version.ts'
import { clientOf } from './client-of.ts'
import { probeServer } from './probe-server.ts'

/** What `wellkey doctor` was asked to do. */
export interface DoctorOptions {
  readonly json?: boolean
  readonly fix?: boolean
  readonly allowInsecureHttp?: boolean
}

/** Looks at everything between a key and its server, and says how to mend what is wrong. */
export async function runDoctor(
  argument: string | undefined,
  options: DoctorOptions,
  terminal: Terminal,
): Promise<void> {
  const { environment } = terminal
  const isNamed = argument !== undefined || readEnvironment('server', environment) !== undefined
  const url = isNamed ? serverFrom(argument, terminal, options) : await onlyServer(terminal)
  if (options.fix === true) await tighten(terminal)
  const findings: Finding[] = []
  const isJson = options.json === true
  if (!isJson) print(terminal, printable(nameOfServer(url)))
  for await (const finding of examine(url, options, terminal)) {
    findings.push(finding)
    if (!isJson) print(terminal, format(finding))
  }
  const server = nameOfServer(url)
  const system = { wellkey: version, node: process.version, platform: process.platform }
  if (isJson) printJson(terminal, { server, ...system, findings })
  const failures = findings.filter(({ state }) => state === 'fail').length
  if (failures > 0) {
    throw new CliError(`${failures} of ${findings.length} checks failed; each says what to do`)
  }
  if (!isJson) say(terminal, 'Nothing is broken')
}

async function* examine(
  url: URL,
  options: DoctorOptions,
  terminal: Terminal,
): AsyncGenerator<Finding> {
  const { environment, signal, now } = terminal
  const system = `wellkey ${version}, Node ${process.version}, ${process.platform}`
  yield ok('system', system)
  yield* checkFiles(url, terminal)
  yield* checkConnection(url, environment, signal)
  let base: URL
  try {
    base = await probeServer(url, terminal, options)
  } catch (error) {
    if (signal.aborted || !(error instanceof Error)) throw error
    const [headline = ''] = error.message.split('\n')
    yield fail(
      'context path',
      printable(headline),
      'open the server in the browser, and copy its address',
    )
    return
  }
  yield base.href === url.href
    ? ok('context path', base.pathname)
    : fail('context path', `LabKey is at ${nameOfServer(base)}`, `use ${nameOfServer(base)}`)
  yield* checkAnswer(base, now, signal)
  const labkey = clientOf(url, terminal, { ...options, retry: false })
  const hasKey = await labkey.credential().then(
    (credential) => credential !== undefined,
    () => false,
  )
  if (hasKey) yield* checkUse(url, labkey, terminal)
}

/** Closes the netrc file to others; its content stays as it is. */
async function tighten(terminal: Terminal): Promise<void> {
  const file = locateNetrc({ environment: terminal.environment })
  if (!existsSync(file)) return
  sayTightened(terminal, file, await editNetrc(file, (document) => document))
}

function format({ check, state, message, fix }: Finding): string {
  const line = `  ${state.padEnd(4)}  ${check.padEnd(13)}  ${message}`
  return fix === undefined ? line : `${line}\n${' '.repeat(23)}-> ${fix}`
}
