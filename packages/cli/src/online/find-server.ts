import { parseServerUrl, readEnvironment } from '@wellkey/credentials'
import { askText, askYesNo } from '../ask.ts'
import { CliError, exitCodes } from '../cli-error.ts'
import { serverFrom } from '../server-argument.ts'
import { machineOf, nameOfServer } from '../sources.ts'
import { style } from '../style.ts'
import { say, type Terminal } from '../terminal.ts'
import { probeServer } from './probe-server.ts'

/** How a server is found. */
export interface FindServerOptions {
  readonly allowInsecureHttp?: boolean
  /** The host may be written in letters of any script; what is stored is its ASCII name. */
  readonly yesPunycode?: boolean
}

/** The server to log in to: the argument, else the environment's, else the person says it. */
export async function nameServer(
  argument: string | undefined,
  options: FindServerOptions,
  terminal: Terminal,
): Promise<URL> {
  const { environment, isInteractive } = terminal
  const named = argument ?? readEnvironment('server', environment)?.value
  const typed = named ?? (isInteractive ? await askServer(terminal) : undefined)
  const text = typed !== undefined && isInteractive ? withScheme(typed) : typed
  const url = serverFrom(text, terminal, options)
  if (text !== undefined) await confirmHost(text, url, options, terminal)
  return url
}

/** Finds the base URL of the LabKey that a URL leads to, and says it when it is another one. */
export async function findServer(
  url: URL,
  options: FindServerOptions,
  terminal: Terminal,
): Promise<URL> {
  const base = await probeServer(url, terminal, options)
  if (base.href !== url.href) {
    say(terminal, `${style(terminal, 'cyan', 'i')} LabKey is at ${nameOfServer(base)}`)
  }
  return base
}

async function askServer(terminal: Terminal): Promise<string> {
  return askText(terminal, 'Which LabKey Server?', {
    placeholder: 'https://labkey.example.org',
    check: (text) =>
      URL.canParse(withScheme(text.trim())) ? undefined : 'Write it as in the browser',
  })
}

function withScheme(text: string): string {
  const trimmed = text.trim()
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(trimmed)) return trimmed
  // A server on this machine seldom has a certificate, and needs none.
  return `${isThisMachine(trimmed) ? 'http' : 'https'}://${trimmed}`
}

/** What may be asked in clear text without a further word. */
function isThisMachine(text: string): boolean {
  try {
    parseServerUrl(`http://${text}`)
    return true
  } catch {
    return false
  }
}

/** A name that reads like another one in letters of another script is shown as what it is. */
async function confirmHost(
  text: string,
  url: URL,
  { yesPunycode = false }: FindServerOptions,
  terminal: Terminal,
): Promise<void> {
  const [, authority = ''] = /^[^/]*:[/\\]*([^/\\?#]*)/.exec(text.trim()) ?? []
  const typed = authority.replace(/:\d*$/, '').toLowerCase()
  if (typed === url.hostname || yesPunycode) return
  const words = `The host as typed stands for ${machineOf(url)}`
  if (!terminal.isInteractive) {
    throw new CliError(
      `${words}; if you mean that one, type it so, or add --yes-punycode`,
      exitCodes.wrongUse,
    )
  }
  if (await askYesNo(terminal, `${words}. Is that the one?`)) return
  throw new CliError('Stopped; nothing was changed')
}
