import { addition } from './add-entry.ts'
import type { Grammar } from './dialect.ts'
import { editDocument, targetsOf, type TargetOptions } from './edit-document.ts'
import { entriesNamed } from './entries-named.ts'
import { assertClosed } from './failure.ts'
import { gapBeforeFirstField } from './layout.ts'
import { syntaxOf, type NetrcDocument, type Syntax } from './netrc-document.ts'
import { valueFields, type NetrcValues } from './netrc-values.ts'
import { respell } from './source-text.ts'
import { spellHost, spellValue } from './spell-value.ts'
import type { TextChange } from './text-change.ts'
import * as TokenKind from './token-kind.ts'
import { endOf, kindOf, startOf, type EntryTokens } from './tokens.ts'
import { readValue } from './value.ts'

/**
 * Returns a copy of the document in which a host has the given values.
 *
 * Only the characters of those values change; comments, blanks, quoting and order stay as the user
 * wrote them. With a login, the host's entry with that login is changed, or one that has none yet.
 * Without one, the first entry of the host. If there is no such entry, a new one is added in the
 * layout of its neighbours, before `default`, because many readers stop there. Before anything is
 * returned it is read again: the values must come back, and every other entry must be unchanged.
 *
 * @param options the targets that must read what is written
 * @throws {NetrcError} `ERR_NETRC_VALUE` when a value cannot be spelled in a netrc file, or a target
 *   would read the file otherwise; `ERR_NETRC_ENTRY` when the entry to be changed has a quote that is
 *   not closed
 *
 * @example
 * ```ts
 * const netrc = parse('machine a.example login me password old # work\n')
 * stringify(setEntry(netrc, { host: 'a.example', password: 'new' }))
 * // 'machine a.example login me password new # work\n'
 * ```
 */
export function setEntry(
  document: NetrcDocument,
  values: NetrcValues,
  options: TargetOptions = {},
): NetrcDocument {
  const syntax = syntaxOf(document)
  const host = spellHost(values.host)
  const targets = targetsOf(document, options)
  const target = targetOf(syntax, values)
  if (target === undefined) {
    const { change, head: headAfter } = addition(syntax, values, targets)
    const edit = { host, changes: [change], headsBefore: new Set<number>(), headAfter, values }
    return editDocument(document, edit, options)
  }
  const headAfter = startOf(syntax, target.head)
  const edit = {
    host,
    changes: changesOf(syntax, target, values, targets),
    headsBefore: new Set([headAfter]),
    headAfter,
    values,
  }
  return editDocument(document, edit, options)
}

function targetOf(syntax: Syntax, { host, login }: NetrcValues): EntryTokens | undefined {
  const named = entriesNamed(syntax, host)
  if (login === undefined) {
    return named.find((entry) => entry.isBroken || hasValue(entry)) ?? named[0]
  }
  return (
    named.find((entry) => entry.login >= 0 && readValue(syntax, entry.login) === login) ??
    named.find((entry) => entry.login < 0)
  )
}

function changesOf(
  syntax: Syntax,
  entry: EntryTokens,
  values: NetrcValues,
  targets: readonly Grammar[],
): readonly TextChange[] {
  assertClosed(syntax, entry)
  const changes: TextChange[] = []
  const missing: string[] = []
  const gap = gapBeforeFirstField(syntax, entry)
  for (const field of valueFields) {
    const value = values[field]
    if (value === undefined) continue
    const token = entry[field]
    if (token >= 0 && readValue(syntax, token) === value) continue
    const spelling = respell(spellValue(field, value, targets), syntax.kind)
    if (field === 'login' && token < 0 && entry.password >= 0) {
      // Some readers find no login behind the password.
      const front = startOf(syntax, keywordOf(syntax, entry.password))
      changes.push({ from: front, to: front, text: `login ${spelling}${gap}` })
    } else if (token < 0) missing.push(`${gap}${field} ${spelling}`)
    else changes.push({ from: startOf(syntax, token), to: endOf(syntax, token), text: spelling })
  }
  if (missing.length > 0) {
    const behind = endOf(syntax, lastValueOf(entry))
    changes.push({ from: behind, to: behind, text: missing.join('') })
  }
  return changes
}

/** The keyword that a value belongs to; blanks and comments may stand between. */
function keywordOf(syntax: Syntax, value: number): number {
  let token = value - 1
  while (kindOf(syntax, token) <= TokenKind.Comment) token--
  return token
}

function lastValueOf(entry: EntryTokens): number {
  return Math.max(entry.head, entry.host, entry.login, entry.password, entry.account)
}

function hasValue(entry: EntryTokens): boolean {
  return valueFields.some((field) => entry[field] >= 0)
}
