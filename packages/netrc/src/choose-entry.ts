import {
  failsFromThere,
  ignoresDefault,
  lastEntryCounts,
  openQuoteBreaksEntry,
  passesEmptyEntries,
  readsAsFtp,
  readsPairs,
  takesDefaultByPosition,
  takesMachineNamedDefault,
} from './dialect.ts'
import { entriesNamed } from './entries-named.ts'
import { failureOf } from './failure.ts'
import { foldedName, spellingsOf } from './host.ts'
import type { Syntax } from './netrc-document.ts'
import { scan } from './scan.ts'
import type { EntryTokens } from './tokens.ts'
import { readValue } from './value.ts'

/** What a look-up asks for. */
export interface NetrcQuery {
  /** A host name, or an IPv6 address with or without brackets. */
  readonly host: string
  /** Only the entry with this login, or one without a login. Default: any. */
  readonly login?: string
  /** Looked at with `matchPort` only, since the format has no ports. */
  readonly port?: number
}

/** The entry that answers, and the reading of the file that it belongs to. */
export interface Choice {
  readonly syntax: Syntax
  readonly entry: EntryTokens
}

/**
 * Chooses the entry that answers a query in the document's dialect.
 *
 * @throws {NetrcError} `ERR_NETRC_ENTRY` when the dialect gives up before it has an answer
 */
export function chooseEntry(
  syntax: Syntax,
  query: NetrcQuery,
  matchPort: boolean,
): Choice | undefined {
  const { grammar, failure } = syntax
  if (grammar & readsAsFtp) return chooseAsFtp(syntax, query.host)
  if (failure && !(grammar & failsFromThere)) throw failureOf(syntax, failure)
  const entry = choose(syntax, query, matchPort)
  if (!entry && failure) throw failureOf(syntax, failure)
  return entry && { syntax, entry }
}

function choose(
  syntax: Syntax,
  { host, login, port }: NetrcQuery,
  matchPort: boolean,
): EntryTokens | undefined {
  const { grammar } = syntax
  const portNamed =
    matchPort && port !== undefined ? entriesNamed(syntax, withPort(host, port)) : undefined
  const own = portNamed && pick(syntax, portNamed, login)
  if (own !== undefined || (portNamed && grammar & readsPairs)) return own
  const named = entriesNamed(syntax, host)
  if (grammar & ignoresDefault) return pick(syntax, named, login)
  const standIns = standInsOf(syntax)
  if (grammar & takesDefaultByPosition) {
    const all = [...named, ...standIns].toSorted((one, other) => one.head - other.head)
    return pick(syntax, all, login)
  }
  const found = pick(syntax, named, login)
  if (found !== undefined) return found
  // An entry without values is a decision, and `default` does not stand in for it.
  const isNamed = named.length > 0 || (portNamed?.length ?? 0) > 0
  return isNamed && login === undefined ? undefined : pick(syntax, standIns, login)
}

function withPort(host: string, port: number): string {
  const isAddress = host.includes(':') && !host.startsWith('[')
  return `${isAddress ? `[${host}]` : host}:${port}`
}

function standInsOf(syntax: Syntax): readonly EntryTokens[] {
  return syntax.entries.filter(
    (entry) =>
      entry.isDefault ||
      (syntax.grammar & takesMachineNamedDefault && readValue(syntax, entry.host) === 'default'),
  )
}

function pick(
  syntax: Syntax,
  candidates: readonly EntryTokens[],
  login: string | undefined,
): EntryTokens | undefined {
  const { grammar } = syntax
  if (grammar & lastEntryCounts) return candidates.at(-1)
  if (grammar & readsPairs)
    return candidates.find((entry) => entry.login >= 0 && entry.password >= 0)
  const passesOver = (grammar & passesEmptyEntries) > 0
  const opens = (grammar & openQuoteBreaksEntry) > 0
  // "user && user[0]" (curl, lib/netrc.c)
  if (login === undefined || (passesOver && login === '')) {
    return candidates.find((entry) => (entry.isBroken ? opens : hasValue(entry, !passesOver)))
  }
  const isExact = (entry: EntryTokens): boolean =>
    entry.login >= 0 &&
    (entry.isBroken ? opens : entry.password >= 0) &&
    readValue(syntax, entry.login) === login
  if (passesOver) return candidates.find((entry) => isExact(entry) || isForAll(entry))
  // The login may be what the open quote swallowed, so `default` must not stand in for the entry.
  return (
    candidates.find(isExact) ??
    candidates.find(isForAll) ??
    candidates.find((entry) => entry.isBroken && opens)
  )
}

function isForAll(entry: EntryTokens): boolean {
  return entry.login < 0 && entry.password >= 0 && !entry.isBroken
}

function hasValue(entry: EntryTokens, countsAccount: boolean): boolean {
  return entry.login >= 0 || entry.password >= 0 || (countsAccount && entry.account >= 0)
}

/** What ftp takes for an entry depends on the machine it looks for, so the file is read for it. */
function chooseAsFtp(syntax: Syntax, host: string): Choice | undefined {
  const { text, kind, grammar } = syntax
  const spellings = spellingsOf(host, grammar)
  const isWanted = (name: string): boolean => spellings.includes(foldedName(name, grammar))
  const found: Syntax = { text, kind, grammar, ...scan(text, grammar, isWanted) }
  if (found.failure !== undefined) throw failureOf(found, found.failure)
  const [entry] = found.entries
  return entry && { syntax: found, entry }
}
