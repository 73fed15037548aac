import {
  createCredential,
  explain,
  fromValue,
  keyLogin,
  parseServerUrl,
  type Secret,
} from '@wellkey/credentials'
import { editNetrc, findEntry, locateNetrc, setEntry } from '@wellkey/netrc'
import { CliError, exitCodes } from '../cli-error.ts'
import { printable } from '../printable.ts'
import { readSecret } from '../read-secret.ts'
import { sayTightened } from '../say-tightened.ts'
import { serverFrom } from '../server-argument.ts'
import { done, warning } from '../style.ts'
import { say, type Terminal } from '../terminal.ts'

/** What `wellkey login` was asked to do. */
export interface LoginOptions {
  readonly withKey?: boolean
  readonly file?: string
  readonly verify: boolean
  readonly allowInsecureHttp?: boolean
}

const usage = 'pbpaste | wellkey login https://labkey.example.org --with-key'

/** Takes a key on stdin, asks the server whose it is, and stores it. */
export async function runLogin(
  argument: string | undefined,
  options: LoginOptions,
  terminal: Terminal,
): Promise<void> {
  const url = serverFrom(argument, terminal, options)
  if (options.withKey !== true) {
    throw new CliError(
      `Give the key on stdin, where nobody else can see it: ${usage}`,
      exitCodes.wrongUse,
    )
  }
  const { secret } = createCredential({
    url,
    secret: await readSecret(terminal, usage),
    source: { kind: 'explicit', place: 'the key on stdin' },
  })
  if (options.verify) await verify(url, secret, options, terminal)
  await store(url, secret, options, terminal)
}

async function verify(
  url: URL,
  secret: Secret,
  { allowInsecureHttp = false }: LoginOptions,
  terminal: Terminal,
): Promise<void> {
  const { createClient } = await import('@wellkey/client')
  const labkey = createClient({ baseUrl: url, credentials: fromValue(secret), allowInsecureHttp })
  const user = await labkey.security.whoAmI()
  const acting = user.impersonated ? ', impersonated by an administrator' : ''
  const name = printable(`${user.displayName} <${user.email}>`)
  say(terminal, `${done(terminal)} ${labkey.baseUrl} takes the key for ${name}${acting}`)
}

async function store(
  url: URL,
  secret: Secret,
  options: LoginOptions,
  terminal: Terminal,
): Promise<void> {
  const { environment } = terminal
  const file = options.file ?? locateNetrc({ environment })
  const host = url.hostname.replace(/^\[|\]$/g, '')
  let isReplaced = false
  let line = 0
  const result = await editNetrc(file, (document) => {
    const query = { host, login: keyLogin }
    const old = findEntry(document, query)
    isReplaced = old !== undefined && !old.isDefault && old.password !== secret.reveal()
    const changed = setEntry(document, { ...query, password: secret.reveal() })
    line = findEntry(changed, query)?.line ?? 0
    return changed
  })
  const did = isReplaced ? 'Replaced the key' : result.isChanged ? 'Stored' : 'Already stored'
  say(terminal, `${done(terminal)} ${did} in ${file} line ${line}, machine ${host}, login apikey`)
  sayTightened(terminal, file, result)
  await sayShadow(url, file, terminal)
}

/** A key that is stored but not used is the worst kind of success, so it is told at once. */
async function sayShadow(url: URL, file: string, terminal: Terminal): Promise<void> {
  const { environment } = terminal
  const attempts = await explain(
    { environment, netrc: { file } },
    { url: parseServerUrl(url, { allowInsecureHttp: true }) },
  )
  const winner = attempts.find(({ outcome }) => outcome === 'found')
  if (winner === undefined || winner.source === 'netrc') return
  say(
    terminal,
    `${warning(terminal)} ${winner.place} is set for this server and wins over the netrc file; unset it to use the stored key`,
  )
}
