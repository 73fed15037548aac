import { lowerCase, spellingsOf } from './host.ts'
import { syntaxOf, type NetrcDocument, type Syntax } from './netrc-document.ts'
import { NetrcError } from './netrc-error.ts'
import { positionAt } from './position.ts'
import { startOf, type EntryTokens } from './scan.ts'
import { readValue, valueOf } from './value.ts'

/** What {@link findEntry} answers. A value that is not there is absent; an empty one is `''`. */
export interface NetrcLookup {
  readonly login?: string
  readonly password?: string
  readonly account?: string
  /** The machine's name as the file spells it; for the default entry, the host asked for. */
  readonly host: string
  /** It is the `default` entry, which stands for every host without an entry of its own. */
  readonly isDefault: boolean
  /** Where the entry's `machine` or `default` stands, from 1. */
  readonly line: number
  /** From 1, in UTF-16 code units. */
  readonly column: number
  /** Values that are not UTF-8 are absent above and stand here, byte by byte. */
  readonly undecoded?: Readonly<Partial<Record<'login' | 'password' | 'account', Uint8Array>>>
}

/**
 * Finds the entry for a host.
 *
 * Hosts are compared without case, an international name also by its A-label, an IPv6 address
 * without brackets; the port is never compared, since the format has none. Without a login the
 * first entry with any value counts. With a login: the first entry with that login and a password,
 * else the first with a password and no login. `default` counts only if the host has no entry, or
 * none with the login. Values always come from one entry.
 *
 * @returns `undefined` when the file has no credentials for the host; an entry without values is
 *   such an answer too, and `default` does not stand in for it
 * @throws {NetrcError} `ERR_NETRC_ENTRY` when the entry is unusable: a quote is not closed, or a
 *   value holds NUL
 */
export function findEntry(
  document: NetrcDocument,
  query: { readonly host: string; readonly login?: string },
): NetrcLookup | undefined {
  const syntax = syntaxOf(document)
  const found = findTokens(syntax, query)
  return found && lookup(syntax, found, query)
}

/** Finds the tokens of the entry that answers a query; see {@link findEntry}. */
export function findTokens(
  syntax: Syntax,
  query: { readonly host: string; readonly login?: string },
): EntryTokens | undefined {
  const named = entriesNamed(syntax, query.host)
  const own = choose(syntax, named, query.login)
  if (own !== undefined) return own
  if (named.length > 0 && query.login === undefined) return undefined
  return choose(
    syntax,
    syntax.entries.filter(({ isDefault }) => isDefault),
    query.login,
  )
}

/** The entries of a host, in file order, without `default`. */
export function entriesNamed(syntax: Syntax, host: string): readonly EntryTokens[] {
  syntax.byHost ??= indexByHost(syntax)
  const index = syntax.byHost
  const lists = spellingsOf(host).flatMap((spelling) => index.get(spelling) ?? [])
  return lists.toSorted((one, other) => one.head - other.head)
}

function indexByHost(syntax: Syntax): ReadonlyMap<string, readonly EntryTokens[]> {
  const index = new Map<string, EntryTokens[]>()
  for (const entry of syntax.entries) {
    if (entry.host < 0) continue
    const host = readValue(syntax, entry.host)
    if (typeof host !== 'string') continue
    const spelling = lowerCase(host)
    const list = index.get(spelling)
    if (list === undefined) index.set(spelling, [entry])
    else list.push(entry)
  }
  return index
}

function choose(
  syntax: Syntax,
  entries: readonly EntryTokens[],
  login: string | undefined,
): EntryTokens | undefined {
  if (login === undefined) return entries.find((entry) => entry.isBroken || hasValue(entry))
  return (
    entries.find(
      (entry) =>
        entry.login >= 0 &&
        (entry.isBroken || entry.password >= 0) &&
        readValue(syntax, entry.login) === login,
    ) ??
    entries.find((entry) => entry.login < 0 && entry.password >= 0) ??
    // Its login may be what the open quote swallowed, so it must not be passed over for `default`.
    entries.find((entry) => entry.isBroken)
  )
}

function hasValue(entry: EntryTokens): boolean {
  return entry.login >= 0 || entry.password >= 0 || entry.account >= 0
}

function lookup(
  syntax: Syntax,
  entry: EntryTokens,
  query: { readonly host: string; readonly login?: string },
): NetrcLookup | undefined {
  const place = positionAt(syntax.text, startOf(syntax, entry.head))
  if (entry.isBroken) {
    throw unusable('a quote in it is not closed; close it with " on the same line', place)
  }
  const values: { login?: string; password?: string; account?: string } = {}
  const undecoded: { login?: Uint8Array; password?: Uint8Array; account?: Uint8Array } = {}
  for (const field of ['login', 'password', 'account'] as const) {
    const value = readValue(syntax, entry[field])
    if (entry[field] >= 0 && valueOf(syntax, entry[field]).includes('\0')) {
      throw unusable(`its ${field} holds a NUL character`, place)
    }
    if (typeof value === 'string') values[field] = value
    else if (value !== undefined) undecoded[field] = value
  }
  const isUndecoded = Object.keys(undecoded).length > 0
  if (!values.login && !values.password && !isUndecoded) return undefined
  if (entry.login < 0 && query.login !== undefined) values.login = query.login
  const host = entry.isDefault ? query.host : readValue(syntax, entry.host)
  return {
    ...values,
    host: typeof host === 'string' ? host : query.host,
    isDefault: entry.isDefault,
    ...place,
    ...(isUndecoded && { undecoded }),
  }
}

function unusable(why: string, place: { line: number; column: number }): NetrcError {
  const message = `The netrc entry in line ${place.line} cannot be used: ${why}`
  return new NetrcError('ERR_NETRC_ENTRY', message, place)
}
