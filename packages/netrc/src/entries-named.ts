import { hasBareEscapes } from './dialect.ts'
import { foldedName, spellingsOf } from './host.ts'
import type { Syntax } from './netrc-document.ts'
import { endOf, startOf, type EntryTokens } from './tokens.ts'
import { readValue } from './value.ts'

/**
 * The entries of a host, in file order, without `default`.
 *
 * The first question about a document is answered by looking at each entry, which is cheaper than an
 * index; the second makes the index.
 */
export function entriesNamed(syntax: Syntax, host: string): readonly EntryTokens[] {
  const spellings = spellingsOf(host, syntax.grammar)
  if (!syntax.wasAsked && syntax.byHost === undefined) {
    syntax.wasAsked = true
    return syntax.entries.filter((entry) => isNamed(syntax, entry, spellings))
  }
  syntax.byHost ??= indexByHost(syntax)
  const index = syntax.byHost
  const lists = spellings.flatMap((spelling) => index.get(spelling) ?? [])
  return spellings.length === 1 ? lists : lists.toSorted((one, other) => one.head - other.head)
}

function isNamed(syntax: Syntax, entry: EntryTokens, spellings: readonly string[]): boolean {
  const { text, kind, grammar } = syntax
  const from = startOf(syntax, entry.host)
  const length = endOf(syntax, entry.host) - from
  // A name that is spelled as it is has the length of what it spells.
  const isBare = kind === 'utf-8' && text[from] !== '"' && !(grammar & hasBareEscapes)
  if (isBare && spellings.every((spelling) => spelling.length !== length)) return false
  const name = nameOf(syntax, entry)
  return name !== undefined && spellings.includes(name)
}

/** The entries by host. */
export function indexByHost(syntax: Syntax): ReadonlyMap<string, readonly EntryTokens[]> {
  const index = new Map<string, EntryTokens[]>()
  for (const entry of syntax.entries) {
    const name = nameOf(syntax, entry)
    if (name === undefined) continue
    const list = index.get(name)
    if (list === undefined) index.set(name, [entry])
    else list.push(entry)
  }
  return index
}

function nameOf(syntax: Syntax, entry: EntryTokens): string | undefined {
  const name = readValue(syntax, entry.host)
  return typeof name === 'string' ? foldedName(name, syntax.grammar) : undefined
}
