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
  if (syntax.byHost === undefined) {
    syntax.byHost = null
    return syntax.entries.filter((entry) => isNamed(syntax, entry, spellings))
  }
  syntax.byHost ??= indexByHost(syntax)
  const index = syntax.byHost
  const lists = spellings.flatMap((spelling) => index.get(spelling) ?? [])
  return spellings.length === 1 ? lists : lists.toSorted((one, other) => one.head - other.head)
}

function isNamed(syntax: Syntax, entry: EntryTokens, spellings: readonly string[]): boolean {
  if (entry.host < 0) return false
  const from = startOf(syntax, entry.host)
  const length = endOf(syntax, entry.host) - from
  const isBare = syntax.kind === 'utf-8' && !/["\\\0]/.test(syntax.text.charAt(from))
  if (isBare && !(syntax.grammar & hasBareEscapes)) {
    if (!spellings.some((spelling) => spelling.length === length)) return false
  }
  const name = nameOf(syntax, entry)
  return name !== undefined && spellings.includes(name)
}

function indexByHost(syntax: Syntax): ReadonlyMap<string, readonly EntryTokens[]> {
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
