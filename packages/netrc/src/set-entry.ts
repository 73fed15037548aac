import { addition } from './add-entry.ts'
import { entriesNamed } from './find-entry.ts'
import { gapBeforeFirstField } from './layout.ts'
import { NetrcDocument, syntaxOf, type Syntax } from './netrc-document.ts'
import { NetrcError } from './netrc-error.ts'
import { valueFields, type NetrcValues } from './netrc-values.ts'
import { positionAt } from './position.ts'
import { proveEdit } from './prove-edit.ts'
import { endOf, scan, startOf, type EntryTokens } from './scan.ts'
import { respell } from './source-text.ts'
import { spellHost, spellValue } from './spell-value.ts'
import { applyChanges, type TextChange } from './text-change.ts'
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
  const text = applyChanges(syntax.text, changes)
  const changed = new NetrcDocument({ text, kind: syntax.kind, ...scan(text) })
  proveEdit(syntax, changed, values, target)
  return changed
}

function targetOf(syntax: Syntax, { host, login }: NetrcValues): EntryTokens | undefined {
  const named = entriesNamed(syntax, host)
  if (login === undefined) {
    return named.find((entry) => valueFields.some((field) => entry[field] >= 0)) ?? named[0]
  }
  return (
    named.find((entry) => entry.login >= 0 && readValue(syntax, entry.login) === login) ??
    named.find((entry) => entry.login < 0)
  )
}

function changesOf(syntax: Syntax, entry: EntryTokens, values: NetrcValues): TextChange[] {
  if (entry.isBroken) {
    const place = positionAt(syntax.text, startOf(syntax, entry.head))
    throw new NetrcError(
      'ERR_NETRC_ENTRY',
      `The netrc entry in line ${place.line} has a quote that is not closed; mend it first`,
      place,
    )
  }
  const changes: TextChange[] = []
  const missing: string[] = []
  const gap = gapBeforeFirstField(syntax, entry)
  for (const field of valueFields) {
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
