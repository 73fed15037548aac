import { entries } from '../entries.ts'
import { findEntry } from '../find-entry.ts'
import { spellingsOf } from '../host.ts'
import type { NetrcDocument } from '../netrc-document.ts'
import { positionsIn } from '../position.ts'
import { reread } from '../reread.ts'
import { decodedValue, type Outline, type OutlineEntry } from '../outline.ts'
import type { Finding, Rule } from './rule.ts'

/** The rule that compares dialects. */
export type ReachRule = 'netrc/unreachable-entry'

export const reachRules: Readonly<Record<ReachRule, Rule>> = {
  'netrc/unreachable-entry': {
    severity: 'warning',
    finds: 'an entry that another one shadows, with the dialects where it does',
    message: 'Another entry stands in the way of this one. Remove one of them',
  },
}

/** Dialects that read a file with doubles; strict refuses it anyway. */
const dialects = ['consensus', 'curl', 'python', 'go', 'inetutils'] as const

/** A look-up goes through all entries of its machine, so of a machine with more none is asked for. */
const mostEntries = 500

interface Candidate {
  readonly entry: OutlineEntry
  readonly host: string
  readonly login: string | undefined
  readonly line: number
  readonly column: number
}

/** Asks every dialect for the entries that have a double, or that stand behind `default`. */
export function* checkReach(
  outline: Outline,
  document: NetrcDocument,
): Generator<Finding<ReachRule>> {
  const candidates = candidatesIn(outline)
  if (candidates.length === 0) return
  const blocked = new Map<Candidate, string[]>(candidates.map((one) => [one, []]))
  for (const dialect of dialects) {
    const read = reread(document, { dialect })
    const listed = new Set(listOf(read))
    const isReached = reachIn(read)
    for (const candidate of candidates) {
      if (!listed.has(placeOf(candidate))) continue
      if (!isReached(candidate)) blocked.get(candidate)?.push(dialect)
    }
  }
  for (const [{ entry }, names] of blocked) {
    if (names.length === 0) continue
    const message = `No look-up comes to this entry in the dialects ${names.join(', ')}, since another one answers for its machine. Remove one of them`
    yield { rule: 'netrc/unreachable-entry', from: entry.head.from, to: entry.head.to, message }
  }
}

function candidatesIn(outline: Outline): readonly Candidate[] {
  const positionOf = positionsIn(outline.text)
  const counts = new Map<string, number>()
  const named = outline.entries.map((entry) => {
    const host = entry.isDefault ? undefined : decodedValue(outline, entry.host)
    const name = entry.isDefault ? ' default' : host && (spellingsOf(host).at(-1) ?? host)
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
    return { entry, host: entry.isDefault ? 'default.invalid' : host, name }
  })
  const firstDefault = outline.entries.findIndex(({ isDefault }) => isDefault)
  return named.flatMap(({ entry, host, name }, at) => {
    const isBehindDefault = firstDefault >= 0 && at > firstDefault
    const place = positionOf(entry.head.from)
    if (host === undefined || name === undefined || entry.isBroken) return []
    const count = counts.get(name) ?? 0
    if (count > mostEntries || (!isBehindDefault && count < 2)) return []
    const login = entry.pairs.findLast(({ field }) => field === 'login')?.value
    return [{ entry, host, login: decodedValue(outline, login), ...place }]
  })
}

function listOf(document: NetrcDocument): readonly string[] {
  return entries(document).map(placeOf)
}

function placeOf({ line, column }: { readonly line: number; readonly column: number }): string {
  return `${line}:${column}`
}

/** Says of an entry whether some question that the file itself suggests is answered from it. */
function reachIn(document: NetrcDocument): (candidate: Candidate) => boolean {
  const answers = new Map<string, string | undefined>()
  const ask = (host: string, login: string | undefined): string | undefined => {
    const question = JSON.stringify([host, login])
    if (!answers.has(question)) answers.set(question, answerOf(document, host, login))
    return answers.get(question)
  }
  return (candidate) => {
    // Any login that no entry has finds the entries without one.
    const given = new Set([
      ask(candidate.host, undefined),
      ask(candidate.host, candidate.login ?? ' '),
    ])
    return given.has(refusal) || given.has(placeOf(candidate))
  }
}

const refusal = 'refusal'

/** The place of the entry that answers. A dialect that refuses the file is not this entry's fault. */
function answerOf(
  document: NetrcDocument,
  host: string,
  login: string | undefined,
): string | undefined {
  try {
    const found = findEntry(document, { host, ...(login !== undefined && { login }) })
    return found && placeOf(found)
  } catch {
    return refusal
  }
}
