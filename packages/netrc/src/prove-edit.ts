import { findEntry } from './find-entry.ts'
import { syntaxOf, type NetrcDocument, type Syntax } from './netrc-document.ts'
import { NetrcError } from './netrc-error.ts'
import { valueFields, type NetrcValues } from './netrc-values.ts'
import { endOf, startOf, type EntryTokens } from './scan.ts'
import { readValue } from './value.ts'

/**
 * Reads an edited document again: the values must come back, and every other entry must say what it
 * said before.
 *
 * @param target the entry that was changed; `undefined` when one was added
 * @throws {NetrcError} `ERR_NETRC_VALUE`
 */
export function proveEdit(
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
    valueFields.every((field) => {
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
  const values = (['host', ...valueFields] as const).map((field) =>
    entry[field] < 0
      ? undefined
      : syntax.text.slice(startOf(syntax, entry[field]), endOf(syntax, entry[field])),
  )
  return JSON.stringify([entry.isDefault, entry.isBroken, values])
}
