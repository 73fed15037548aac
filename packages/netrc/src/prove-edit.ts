import { chooseEntry } from './choose-entry.ts'
import { failsFromThere, meaningOf, readsAsFtp, type Grammar } from './dialect.ts'
import type { Edit } from './edit-document.ts'
import { isReadAlike, windowOf, type EditWindow } from './edit-window.ts'
import { readerOf } from './failure.ts'
import { limitBroken } from './limits.ts'
import type { Syntax } from './netrc-document.ts'
import { NetrcError } from './netrc-error.ts'
import { valueFields, type NetrcValues } from './netrc-values.ts'
import { readSource } from './read-source.ts'
import { scan } from './scan.ts'
import type { SourceText } from './source-text.ts'
import { spellingOf, startOf, type EntryTokens } from './tokens.ts'
import { readValue } from './value.ts'

/** Who has to read an edited file, and who has to find the edited entry in it. */
export interface Proof {
  readonly targets: readonly Grammar[]
  readonly found: readonly Grammar[]
}

/**
 * Reads an edited document again in every target: the values must come back, and every other entry
 * must say what it said before. A target that could not read the file before has nothing to lose.
 * Where it is known to suffice, only the text around the edit is read.
 *
 * @returns the reading in the document's own dialect, if the whole text was read
 * @throws {NetrcError} `ERR_NETRC_VALUE` when a target reads something else
 */
export function proveEdit(
  before: Syntax,
  source: SourceText,
  edit: Edit,
  { targets, found }: Proof,
): Syntax | undefined {
  let own: Syntax | undefined
  const isPlain = found.length < targets.length && isReadAlike(before)
  for (const grammar of targets) {
    const isOwn = grammar === before.grammar
    const isAsked = found.includes(grammar)
    if (!isAsked && (isOwn ? grammar === 1 : isPlain)) {
      if (limitBroken(before.text, grammar) !== undefined) continue
      if (limitBroken(source.text, grammar) !== undefined) throw differs(grammar)
      compareWindow(windowOf(before, source, edit), edit, grammar)
      continue
    }
    const old = isOwn ? before : readSource(before, grammar)
    const after = readSource(source, grammar)
    compare(old, after, edit)
    if (grammar & readsAsFtp) compareNames(old, after, edit)
    if (isOwn) own = after
    if (isOwn || isAsked) compareLookUp(after, edit.values)
  }
  return own
}

function compareWindow(window: EditWindow, edit: Edit, grammar: Grammar): void {
  const before = readSource(window.before, grammar)
  const after = readSource(window.after, grammar)
  compare(before, after, edit, window.from)
  if (window.hasNext && tailOf(before) !== tailOf(after)) throw differs(grammar)
}

/** How far the last head stands from the end: there both readings must be in step again. */
function tailOf(syntax: Syntax): number {
  const last = syntax.entries.at(-1)
  return last === undefined ? -1 : syntax.text.length - startOf(syntax, last.head)
}

/** @param offset where both readings start, in the whole text */
function compare(before: Syntax, after: Syntax, edit: Edit, offset = 0): void {
  const { grammar } = after
  if (before.failure && !(grammar & failsFromThere)) return
  if (before.failure === undefined && after.failure !== undefined) throw differs(grammar)
  const isGoing = (entry: EntryTokens): boolean =>
    edit.headsBefore.has(offset + startOf(before, entry.head))
  const isOwn = (entry: EntryTokens): boolean =>
    offset + startOf(after, entry.head) === edit.headAfter
  if (sayingsOf(before, isGoing) !== sayingsOf(after, isOwn)) throw differs(grammar)
  const own = after.entries.find(isOwn)
  // A new entry that the target does not see harms nobody; who must find it is asked by look-up.
  if (edit.values === undefined || (own === undefined && !before.entries.some(isGoing))) return
  if (own === undefined || !says(after, own, edit.values)) throw differs(grammar)
}

/** ftp takes values for keywords in the entries that it passes on its way: those must stay too. */
function compareNames(before: Syntax, after: Syntax, edit: Edit): void {
  if (namesPassed(before, edit) !== namesPassed(after, edit)) throw differs(after.grammar)
}

function namesPassed({ text, grammar }: Syntax, { host }: Edit): string {
  const names: string[] = []
  scan(text, grammar, (name) => {
    if (name !== host) names.push(name)
    return false
  })
  return names.join('\n')
}

/** An entry that is proven by its place must also be the one that a look-up gives. */
function compareLookUp(after: Syntax, values: NetrcValues | undefined): void {
  if (values?.password === undefined) return
  const found = chooseEntry(after, values, false)
  if (found === undefined || !says(found.syntax, found.entry, values)) {
    throw new NetrcError(
      'ERR_NETRC_VALUE',
      `Another entry of this file would answer ${readerOf(after.grammar)} instead of this one; remove it first`,
    )
  }
}

function says(syntax: Syntax, entry: EntryTokens, values: NetrcValues): boolean {
  return valueFields.every((field) => {
    const value = values[field]
    if (value === undefined || meaningOf(field, syntax.grammar) === undefined) return true
    // ftp takes an empty value for none.
    return (
      (readValue(syntax, entry[field]) ?? (syntax.grammar & readsAsFtp ? '' : undefined)) === value
    )
  })
}

/** All that the other entries say, each value with its name; what spells alike means the same. */
function sayingsOf(syntax: Syntax, isLeftOut: (entry: EntryTokens) => boolean): string {
  const others = syntax.entries.filter((entry) => !isLeftOut(entry))
  return JSON.stringify(
    others.map((entry) => [
      entry.isDefault,
      entry.isBroken,
      ...(['host', ...valueFields] as const).map(
        (field) => entry[field] >= 0 && spellingOf(syntax, entry[field]),
      ),
    ]),
  )
}

function differs(grammar: Grammar): NetrcError {
  return new NetrcError(
    'ERR_NETRC_VALUE',
    `The netrc file cannot be changed so without changing what ${readerOf(grammar)} reads elsewhere in it`,
  )
}
