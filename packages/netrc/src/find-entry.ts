import { chooseEntry, type Choice, type NetrcQuery } from './choose-entry.ts'
import { filtersLogins, refusesNul } from './dialect.ts'
import { assertClosed, unusable } from './failure.ts'
import { syntaxOf, type NetrcDocument } from './netrc-document.ts'
import { valueFields } from './netrc-values.ts'
import { positionAt } from './position.ts'
import { startOf } from './tokens.ts'
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

/** How {@link findEntry} looks. */
export interface FindOptions {
  /**
   * Entries named `host:port` (`[address]:port` for IPv6) with the port of the query come before
   * those named like the host, as for git-credential-netrc; in the dialect `go` they alone count, as
   * since Go 1.24. Other programs never look there. Default: false, the port is not looked at.
   */
  readonly matchPort?: boolean
}

/**
 * Finds the entry for a host, as the document's dialect does.
 *
 * In `consensus`: hosts are compared without case, an international name also by its A-label, an
 * IPv6 address without brackets; `h.example.` is another host than `h.example`. Without a login the
 * first entry with any value counts. With a login: the first entry with that login and a password,
 * else the first with a password and no login. `default` counts only if the host has no entry, or
 * none with the login. Values always come from one entry.
 *
 * @param query `port` counts with {@link FindOptions.matchPort} only, since the format has none
 * @returns `undefined` when the file has no credentials for the host; an entry without values is
 *   such an answer too, and `default` does not stand in for it
 * @throws {NetrcError} `ERR_NETRC_ENTRY` when the entry is unusable (a quote is not closed, or a
 *   value holds NUL), or when the dialect's program gives up on the file before it has an answer
 */
export function findEntry(
  document: NetrcDocument,
  query: NetrcQuery,
  options: FindOptions = {},
): NetrcLookup | undefined {
  const found = chooseEntry(syntaxOf(document), query, options.matchPort === true)
  return found && lookup(found, query)
}

function lookup({ syntax, entry }: Choice, query: NetrcQuery): NetrcLookup | undefined {
  const { grammar } = syntax
  assertClosed(syntax, entry)
  const values: { login?: string; password?: string; account?: string } = {}
  const undecoded: { login?: Uint8Array; password?: Uint8Array; account?: Uint8Array } = {}
  for (const field of valueFields) {
    const value = readValue(syntax, entry[field])
    if (value === undefined) continue
    if (grammar & refusesNul && valueOf(syntax, entry[field]).includes('\0')) {
      throw unusable(syntax, entry, `its ${field} holds a NUL character`)
    }
    if (typeof value === 'string') values[field] = value
    else undecoded[field] = value
  }
  if (entry.login < 0 && query.login !== undefined && grammar & filtersLogins) {
    values.login = query.login
  }
  const isUndecoded = Object.keys(undecoded).length > 0
  if (!values.login && !values.password && !isUndecoded) return undefined
  const host = entry.isDefault ? query.host : readValue(syntax, entry.host)
  return {
    ...values,
    host: typeof host === 'string' ? host : query.host,
    isDefault: entry.isDefault,
    ...positionAt(syntax.text, startOf(syntax, entry.head)),
    ...(isUndecoded && { undecoded }),
  }
}
