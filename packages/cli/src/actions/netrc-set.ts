import { entries, findEntry, setEntry } from '@wellkey/netrc'
import { askSecret } from '../ask.ts'
import { hostOf, targetsOf } from '../netrc-argument.ts'
import { changeNetrc, type NetrcChangeOptions } from '../netrc/change-netrc.ts'
import { printable } from '../printable.ts'
import { readSecret } from '../read-secret.ts'
import { done } from '../style.ts'
import { say, type Terminal } from '../terminal.ts'

/** What `wellkey netrc set` was asked to do. */
export interface NetrcSetOptions extends NetrcChangeOptions {
  readonly login: string
}

/** Sets the password of an entry, read from stdin, or typed hidden where a person is there. */
export async function runNetrcSet(
  argument: string,
  options: NetrcSetOptions,
  terminal: Terminal,
): Promise<void> {
  const host = hostOf(argument)
  const { login } = options
  const password = terminal.isInteractive
    ? await askSecret(terminal, `Password of ${login} at ${host}`, assertTyped)
    : await readSecret(terminal, `pbpaste | wellkey netrc set ${host} --login ${login}`)
  let isNew = false
  let line = 0
  const { file, isChanged } = await changeNetrc(options, terminal, (document) => {
    const changed = setEntry(document, { host, login, password }, targetsOf(options))
    isNew = entries(changed).length > entries(document).length
    line = findEntry(changed, { host, login })?.line ?? 0
    return changed
  })
  if (options.dryRun === true) return
  const did = isNew ? 'Added' : isChanged ? 'Changed' : 'Already so:'
  const what = printable(`machine ${host}, login ${login} in ${file} line ${line}`)
  say(terminal, `${done(terminal)} ${did} ${what}`)
}

function assertTyped(secret: string): string | undefined {
  return secret === '' ? 'Type or paste it; Ctrl-C stops' : undefined
}
