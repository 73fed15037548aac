import { sourceOf, type NetrcDocument } from '../netrc-document.ts'
import {
  decodedValue,
  outlineOf,
  type Outline,
  type OutlineEntry,
  type OutlineWord,
  type Piece,
} from '../outline.ts'

/** A stretch of the source. */
interface Span {
  readonly from: number
  readonly to: number
}

/** A property of a machine: its value, and all that has to go to remove it. */
export interface Property {
  readonly value: Piece
  /** With the blanks before it; more than one where it is repeated. */
  readonly spans: readonly Span[]
}

/** A machine as netrc-parser shows it: the first entry of its name, its properties by key. */
export interface MachineView {
  readonly name: Piece
  /** In file order; words that are no keywords count in pairs, as `method interactive` does. */
  readonly properties: ReadonlyMap<string, Property>
  /** Where a new property goes, and the blanks before it. */
  readonly insertion: { readonly end: number; readonly gap: string }
  /** Where its keyword stands. */
  readonly head: number
  /** The numbers of all entries of the name. */
  readonly entries: readonly number[]
}

const views = new WeakMap<NetrcDocument, ReadonlyMap<string, MachineView>>()

/** The machines of a document by name, as they are spelled there; `default` is none. */
export function machinesOf(document: NetrcDocument): ReadonlyMap<string, MachineView> {
  const known = views.get(document)
  if (known !== undefined) return known
  const outline = outlineOf(document)
  const byName = new Map<string, number[]>()
  for (const [at, entry] of outline.entries.entries()) {
    const name = entry.isDefault ? undefined : decodedValue(outline, entry.host)
    if (name === undefined || entry.host === undefined) continue
    const list = byName.get(name)
    if (list === undefined) byName.set(name, [at])
    else list.push(at)
  }
  const wordsOf = wordsByEntry(outline)
  const machines = new Map<string, MachineView>()
  for (const [name, entries] of byName) {
    const [first = -1] = entries
    const entry = outline.entries[first]
    if (entry?.host === undefined) continue
    machines.set(name, {
      name: entry.host,
      properties: propertiesOf(outline, entry, wordsOf.get(entry) ?? []),
      insertion: insertionIn(outline, entry, wordsOf.get(entry) ?? []),
      head: entry.head.from,
      entries,
    })
  }
  views.set(document, machines)
  return machines
}

function wordsByEntry(outline: Outline): ReadonlyMap<OutlineEntry, readonly OutlineWord[]> {
  const words = new Map<OutlineEntry, OutlineWord[]>()
  let at = -1
  for (const word of outline.words) {
    while ((outline.entries[at + 1]?.head.from ?? Infinity) < word.from) at++
    const entry = outline.entries[at]
    if (entry === undefined) continue
    const list = words.get(entry)
    if (list === undefined) words.set(entry, [word])
    else list.push(word)
  }
  return words
}

interface KeyAndValue {
  readonly key: string
  readonly from: number
  readonly value: Piece
}

function* keysAndValues(
  outline: Outline,
  { pairs }: OutlineEntry,
  words: readonly OutlineWord[],
): Generator<KeyAndValue> {
  for (const { field, keyword, value } of pairs) {
    if (value === undefined) continue
    const key = field === 'ignored' || field === 'host' ? keyword.spelling : field
    yield { key, from: keyword.from, value }
  }
  for (let at = 0; at + 1 < words.length; at++) {
    const [key, value] = [words[at], words[at + 1]]
    if (key === undefined || value === undefined || value.before?.from !== key.from) continue
    if (outline.text.slice(key.to, value.from).includes('\n')) continue
    yield { key: key.spelling, from: key.from, value }
    at++
  }
}

function propertiesOf(
  outline: Outline,
  entry: OutlineEntry,
  words: readonly OutlineWord[],
): ReadonlyMap<string, Property> {
  const properties = new Map<string, { value: Piece; spans: Span[] }>()
  const found = [...keysAndValues(outline, entry, words)]
  for (const { key, from, value } of found.toSorted((one, other) => one.from - other.from)) {
    const span = { from: startOfBlanks(outline, from), to: value.to }
    const known = properties.get(key)
    if (known === undefined) properties.set(key, { value, spans: [span] })
    else {
      known.value = value
      known.spans.push(span)
    }
  }
  return properties
}

function insertionIn(
  outline: Outline,
  entry: OutlineEntry,
  words: readonly OutlineWord[],
): MachineView['insertion'] {
  const found = [...keysAndValues(outline, entry, words)]
  const last = found.reduce<KeyAndValue | undefined>(
    (latest, one) => (latest === undefined || one.from > latest.from ? one : latest),
    undefined,
  )
  if (last === undefined) return { end: entry.host?.to ?? entry.head.to, gap: ' ' }
  const gap = outline.text.slice(startOfBlanks(outline, last.from), last.from)
  return { end: last.value.to, gap: gap === '' ? ' ' : gap.slice(lastLineEnd(gap)) }
}

/** One line end at the most, so that a comment or an empty line above is not copied. */
function lastLineEnd(gap: string): number {
  const at = gap.lastIndexOf('\n')
  if (at < 0) return 0
  return gap[at - 1] === '\r' ? at - 1 : at
}

function startOfBlanks({ text }: Outline, from: number): number {
  let at = from
  while (at > 0 && ' \t\r\n'.includes(text[at - 1] ?? '-')) at--
  return at
}

/** The text of a property's value; `undefined` where its bytes are not UTF-8. */
export function valueIn(document: NetrcDocument, property: Property): string | undefined {
  return decodedValue(sourceOf(document), property.value)
}
