import { editNetrc, entries, findEntry, setEntry } from '@wellkey/netrc'
import { fileOf, hostOf, type NetrcOptions } from '../netrc-argument.ts'
import { readSecret } from '../read-secret.ts'
import { sayTightened } from '../say-tightened.ts'
import { done } from '../style.ts'
import { say, type Terminal } from '../terminal.ts'

/** What `wellkey netrc set` was asked to do. */
export interface NetrcSetOptions extends NetrcOptions {
  readonly login: string
}

/** Sets the password of an entry, read from stdin. */
export async function runNetrcSet(
  argument: string,
  options: NetrcSetOptions,
  terminal: Terminal,
): Promise<void> {
  const host = hostOf(argument)
  const file = fileOf(options, terminal)
  const { login } = options
  const usage = `pbpaste | wellkey netrc set ${host} --login ${login}`
  const password = await readSecret(terminal, usage)
  let isNew = false
  let line = 0
  const result = await editNetrc(file, (document) => {
    const changed = setEntry(document, { host, login, password })
    isNew = entries(changed).length > entries(document).length
    line = findEntry(changed, { host, login })?.line ?? 0
    return changed
  })
  const did = isNew ? 'Added' : result.isChanged ? 'Changed' : 'Already so:'
  say(terminal, `${done(terminal)} ${did} machine ${host}, login ${login} in ${file} line ${line}`)
  sayTightened(terminal, file, result)
}
