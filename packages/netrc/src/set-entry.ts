import { entriesNamed, findEntry } from './find-entry.ts'
import { gapBeforeFirstField, layoutOf } from './layout.ts'
import { NetrcDocument, syntaxOf, type Syntax } from './netrc-document.ts'
import { NetrcError } from './netrc-error.ts'
import { positionAt } from './position.ts'
import { endOf, kindOf, scan, startOf, TokenKind, type EntryTokens } from './scan.ts'
import { respell } from './source-text.ts'
import { spellHost, spellValue } from './spell-value.ts'
import { readValue } from './value.ts'

/** What {@link setEntry} writes; a value that is not given stays as it is. */
export interface NetrcValues {
  /** A host name or an IPv6 address without brackets; no port, since the format has none. */
  readonly host: string
  readonly login?: string
  readonly password?: string
  readonly account?: string
}

type Field = 'login' | 'password' | 'account'

/** One piece of the text and what takes its place. */
interface Change {
  readonly from: number
  readonly to: number
  readonly text: string
}

const fields: readonly Field[] = ['login', 'password', 'account']

/**
 * Returns a copy of the document in which a host has the given values.
 *
 * Only the characters of those values change; comments, blanks, quoting and order stay as the user
 * wrote them. With a login, the host's entry with that login is changed, or one that has none yet.
 * Without one, the first entry of the host. If there is no such entry, a new one is added in the
 * layout of its neighbours, before `default`, because many readers stop there. Before anything is
 * returned it is read again: the values must come back, and every other entry must be unchanged.
 *
 * @throws {NetrcError} `ERR_NETRC_VALUE` when a value cannot be spelled in a netrc file,
 *   `ERR_NETRC_ENTRY` when the entry to be changed has a quote that is not closed
 *
 * @example
 * ```ts
 * const netrc = parse('machine a.example login me password old # work\n')
 * stringify(setEntry(netrc, { host: 'a.example', password: 'new' }))
 * // 'machine a.example login me password new # work\n'
 * ```
 */
export function setEntry(document: NetrcDocument, values: NetrcValues): NetrcDocument {
  const syntax = syntaxOf(document)
  spellHost(values.host)
  const target = targetOf(syntax, values)
  const changes =
    target === undefined ? [addition(syntax, values)] : changesOf(syntax, target, values)
  const text = apply(syntax.text, changes)
  const changed = new NetrcDocument({ text, kind: syntax.kind, ...scan(text) })
  prove(syntax, changed, values, target)
  return changed
}

function targetOf(syntax: Syntax, { host, login }: NetrcValues): EntryTokens | undefined {
  const named = entriesNamed(syntax, host)
  if (login === undefined) {
    return named.find((entry) => fields.some((field) => entry[field] >= 0)) ?? named[0]
  }
  return (
    named.find((entry) => entry.login >= 0 && readValue(syntax, entry.login) === login) ??
    named.find((entry) => entry.login < 0)
  )
}

function changesOf(syntax: Syntax, entry: EntryTokens, values: NetrcValues): Change[] {
  if (entry.isBroken) {
    const place = positionAt(syntax.text, startOf(syntax, entry.head))
    throw new NetrcError(
      'ERR_NETRC_ENTRY',
      `The netrc entry in line ${place.line} has a quote that is not closed; mend it first`,
      place,
    )
  }
  const changes: Change[] = []
  const missing: string[] = []
  const gap = gapBeforeFirstField(syntax, entry)
  for (const field of fields) {
    const value = values[field]
    if (value === undefined) continue
    const token = entry[field]
    if (token >= 0 && readValue(syntax, token) === value) continue
    const spelling = respell(spellValue(field, value), syntax.kind)
    if (token < 0) missing.push(`${gap}${field} ${spelling}`)
    else changes.push({ from: startOf(syntax, token), to: endOf(syntax, token), text: spelling })
  }
  if (missing.length > 0) {
    const behind = endOf(syntax, lastValueOf(entry))
    changes.push({ from: behind, to: behind, text: missing.join('') })
  }
  return changes
}

function lastValueOf(entry: EntryTokens): number {
  return Math.max(entry.head, entry.host, entry.login, entry.password, entry.account)
}

function addition(syntax: Syntax, values: NetrcValues): Change {
  const standIn = syntax.entries.find(({ isDefault }) => isDefault)
  const before =
    standIn === undefined
      ? syntax.entries
      : syntax.entries.slice(0, syntax.entries.indexOf(standIn))
  const layout = layoutOf(syntax, before.length === 0 ? syntax.entries : before)
  const parts = [`machine ${respell(values.host, syntax.kind)}`]
  for (const field of fields) {
    const value = values[field]
    if (value !== undefined)
      parts.push(`${field} ${respell(spellValue(field, value), syntax.kind)}`)
  }
  const entry = parts.join(layout.betweenFields) + layout.lineEnd
  const emptyLine = layout.isSpaced ? layout.lineEnd : ''
  if (standIn === undefined) {
    const end = syntax.text.length
    return { from: end, to: end, text: `${closing(syntax, layout.lineEnd)}${emptyLine}${entry}` }
  }
  const at = startOf(syntax, firstTokenOf(syntax, standIn))
  const startsLine = at === 0 || syntax.text[at - 1] === '\n' || syntax.text[at - 1] === '\ufeff'
  return { from: at, to: at, text: `${startsLine ? '' : layout.lineEnd}${entry}${emptyLine}` }
}

/** What has to come first so that something can be added to the end: a macro needs an empty line. */
function closing(syntax: Syntax, lineEnd: string): string {
  const { text } = syntax
  const last = syntax.tokens.length - 1
  const isOpen = text !== '' && text !== '\ufeff' && !text.endsWith('\n')
  if (last >= 0 && kindOf(syntax, last) === TokenKind.Macro) {
    const body = text.slice(startOf(syntax, last))
    if (!/\n[ \t\r]*\n$/.test(body)) return isOpen ? lineEnd + lineEnd : lineEnd
  }
  return isOpen ? lineEnd : ''
}

/** The first token that goes with an entry: the comment lines right above it are about it. */
function firstTokenOf(syntax: Syntax, entry: EntryTokens): number {
  let first = entry.head
  for (let token = entry.head - 1; token >= 1; token--) {
    const kind = kindOf(syntax, token)
    const spelling = syntax.text.slice(startOf(syntax, token), endOf(syntax, token))
    const startsLine = syntax.text[startOf(syntax, token) - 1] === '\n'
    if (kind === TokenKind.Comment && startsLine) first = token
    else if (kind !== TokenKind.Blank || spelling.split('\n').length > 2) break
  }
  return first
}

function apply(text: string, changes: readonly Change[]): string {
  const parts: string[] = []
  let at = 0
  for (const change of changes.toSorted((one, other) => one.from - other.from)) {
    parts.push(text.slice(at, change.from), change.text)
    at = change.to
  }
  parts.push(text.slice(at))
  return parts.join('')
}

function prove(
  before: Syntax,
  document: NetrcDocument,
  values: NetrcValues,
  target: EntryTokens | undefined,
): void {
  const after = syntaxOf(document)
  const added = target === undefined ? 1 : 0
  const kept = before.entries.filter((entry) => entry !== target)
  const changedAt = target === undefined ? addedAt(before, after) : before.entries.indexOf(target)
  const others = after.entries.filter((_, at) => at !== changedAt)
  const own = after.entries[changedAt]
  const isProven =
    own !== undefined &&
    after.entries.length === before.entries.length + added &&
    fields.every((field) => {
      const value = values[field]
      return value === undefined || readValue(after, own[field]) === value
    }) &&
    kept.every((entry, at) => {
      const other = others[at]
      return other !== undefined && sayingOf(before, entry) === sayingOf(after, other)
    })
  if (!isProven) {
    throw new NetrcError(
      'ERR_NETRC_VALUE',
      'The values cannot be written into this netrc file without changing what it says elsewhere',
    )
  }
  // An entry that is proven by position must also be the one that a look-up gives.
  if (values.login !== undefined && values.password !== undefined) {
    const found = findEntry(document, { host: values.host, login: values.login })
    if (found?.password !== values.password && found?.undecoded === undefined) {
      throw new NetrcError(
        'ERR_NETRC_VALUE',
        'Another entry of this machine would answer instead of the new one; remove it first',
      )
    }
  }
}

function addedAt(before: Syntax, after: Syntax): number {
  const standIn = before.entries.findIndex(({ isDefault }) => isDefault)
  return standIn < 0 ? after.entries.length - 1 : standIn
}

/** All that an entry says, each value with its name; two entries that spell alike mean the same. */
function sayingOf(syntax: Syntax, entry: EntryTokens): string {
  const values = (['host', ...fields] as const).map((field) =>
    entry[field] < 0
      ? undefined
      : syntax.text.slice(startOf(syntax, entry[field]), endOf(syntax, entry[field])),
  )
  return JSON.stringify([entry.isDefault, entry.isBroken, values])
}
