import { statSync, lstatSync } from 'node:fs'
import { dirname } from 'node:path'
import { explain, keyLogin, type Attempt } from '@wellkey/credentials'
import { entries, lint, locateNetrc, readNetrc, type NetrcDocument } from '@wellkey/netrc'
import { keychainOf } from '../key-store.ts'
import { printable } from '../printable.ts'
import { machineOf, sourcesOf } from '../sources.ts'
import type { Terminal } from '../terminal.ts'
import { fail, ok, warn, type Finding } from './finding.ts'

/** Looks at this machine: every source of keys, the netrc file, the keychain. Nothing is sent. */
export async function* checkFiles(url: URL, terminal: Terminal): AsyncGenerator<Finding> {
  const attempts = await explain(sourcesOf(terminal), { url })
  yield source(attempts)
  const shadowed = attempts.filter(({ outcome }) => outcome === 'shadowed')
  for (const { place } of shadowed) {
    const words = `${printable(place)} has a key, too, which is not used`
    yield warn('shadowed', words, 'remove the one that you do not mean')
  }
  yield* netrc(url, terminal)
  yield await keychain(url, terminal)
}

function source(attempts: readonly Attempt[]): Finding {
  const decided = attempts.find(({ outcome }) => outcome === 'found' || outcome === 'failed')
  if (decided === undefined) {
    return fail('source', 'no source has a key', 'store one: wellkey login')
  }
  const place = printable(decided.place)
  if (decided.outcome === 'found') return ok('source', `${decided.source}: ${place}`)
  const words = `${decided.source} is broken: ${printable(decided.reason ?? place)}`
  return fail('source', words, 'mend it; until then no key is used')
}

async function* netrc(url: URL, { environment }: Terminal): AsyncGenerator<Finding> {
  const file = locateNetrc({ environment })
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats === undefined) {
    yield ok('netrc', `there is no ${printable(file)}`)
    return
  }
  const name = printable(file)
  let document: NetrcDocument
  try {
    document = await readNetrc(file, { allowInsecure: true })
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'NetrcError') throw error
    yield fail('netrc', printable(error.message), `mend ${name}`)
    return
  }
  const mode = stats.mode & 0o777
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    const words = `others can read ${name} (mode ${mode.toString(8).padStart(4, '0')})`
    yield fail('netrc', words, `chmod 600 ${name}, or wellkey doctor --fix`)
  }
  yield* duplicates(document, machineOf(url), name)
  const ends = linesOf(document, machineOf(url))
  const facts = {
    ownerId: stats.uid,
    ...(process.getuid && { readerId: process.getuid() }),
    isSymbolicLink: lstatSync(file).isSymbolicLink(),
    isRegularFile: stats.isFile(),
    folderMode: statSync(dirname(file)).mode & 0o1777,
  }
  const about = lint(document, { file: facts }).filter(
    ({ rule, line, severity }) =>
      severity !== 'info' &&
      rule !== 'netrc/duplicate-host' &&
      (isAboutFile(rule) || ends.some(({ from, to }) => line >= from && line < to)),
  )
  for (const { line, message, rule, severity } of about) {
    const say = severity === 'error' ? fail : warn
    yield say('netrc', `${name} line ${line}: ${rule}`, message)
  }
  if (about.length === 0) yield ok('netrc', `${name} reads well where it is about this server`)
}

/** Rules about all of the file: whoever reads the entry meets them. */
function isAboutFile(rule: string): boolean {
  return /^netrc\/(bom|crlf|lone-cr|nul|invalid-utf8|owner|symlink|not-regular|parent-writable|default-not-last)$/.test(
    rule,
  )
}

interface Lines {
  readonly from: number
  readonly to: number
}

/** The lines of the entries that a look-up of the host may meet. */
function linesOf(document: NetrcDocument, host: string): readonly Lines[] {
  const all = entries(document)
  return all.flatMap(({ host: name, isDefault, line }, at) => {
    if (!isDefault && name?.toLowerCase() !== host) return []
    return [{ from: line, to: all[at + 1]?.line ?? Infinity }]
  })
}

function* duplicates(document: NetrcDocument, host: string, file: string): Generator<Finding> {
  const own = entries(document).filter(({ host: name }) => name?.toLowerCase() === host)
  const keys = own.filter(({ login }) => login === keyLogin)
  if (keys.length > 1) {
    const lines = keys.map(({ line }) => line).join(', ')
    const words = `${file} has ${keys.length} keys for ${host}, in lines ${lines}`
    yield warn('duplicates', words, 'programs differ in which they take; keep one')
  }
  const [first] = own
  if (first !== undefined && first.login !== keyLogin && keys.length > 0) {
    const words = `${file} line ${first.line} has another login for ${host} first`
    yield warn('duplicates', words, 'curl, R and Python take that one; move the key above it')
  }
}

async function keychain(url: URL, terminal: Terminal): Promise<Finding> {
  const startedAt = performance.now()
  try {
    const secret = await keychainOf(terminal).get(url, keyLogin)
    const ms = Math.round(performance.now() - startedAt)
    return ok(
      'keychain',
      `answers in ${ms} ms; ${secret === undefined ? 'no key' : 'a key'} for this server`,
    )
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'CredentialError') throw error
    const isMissing = 'code' in error && error.code === 'ERR_CREDENTIAL_KEYCHAIN_UNAVAILABLE'
    const fix = 'until then use a netrc file (mode 600) or LABKEY_API_KEY'
    return isMissing
      ? ok('keychain', `none: ${error.message}`)
      : warn('keychain', error.message, fix)
  }
}
