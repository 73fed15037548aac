// Says what becomes of a layout, at the places of the document before.
import { sourceOf, type NetrcDocument } from '../netrc-document.ts'
import { outlineOf } from '../outline.ts'
import { positionsIn } from '../position.ts'
import { kindOf, type FormatKind, type Gap } from './gaps.ts'
import type { FormatOptions } from './options.ts'
import { gapBefore, placesIn, type Place } from './places.ts'

/** One change of layout. */
export interface FormatChange {
  readonly what: FormatKind
  /** The line where it begins, in the document before. */
  readonly line: number
}

type LineEnd = FormatOptions['lineEnd']

/** What differs in the layout of two documents; `undefined` when more than their layout does. */
export function changesBetween(
  before: NetrcDocument,
  after: NetrcDocument,
  lineEnd: LineEnd,
): readonly FormatChange[] | undefined {
  const [text, textAfter] = [sourceOf(before).text, sourceOf(after).text]
  if (text === textAfter) return []
  const places = placesOf(before)
  const others = placesOf(after)
  if (places.length !== others.length) return undefined
  const isEnded = lineEnd !== undefined && lineOfOtherEnd(textAfter, lineEnd) === undefined
  const positionOf = positionsIn(text)
  const changes: FormatChange[] = []
  for (let at = 0; at <= places.length; at++) {
    const place = places[at]
    if (place?.role !== others[at]?.role) return undefined
    const had = gapBefore(text, places, at)
    const has = gapBefore(textAfter, others, at)
    if (had === has || (isEnded && isSameInLf(had, has))) continue
    const { line } = positionOf((place?.from ?? text.length) - had.length)
    changes.push({ what: kindOf(had, has, place), line })
  }
  const line = isEnded ? lineOfOtherEnd(text, lineEnd) : undefined
  return line === undefined ? changes : [...changes, { what: 'line ends', line }]
}

/** Gaps of a later document, at the lines where they are in the one before. */
export function changesAt(
  before: NetrcDocument,
  after: NetrcDocument,
  gaps: readonly Gap[],
): readonly FormatChange[] {
  if (gaps.length === 0) return []
  const places = placesOf(before)
  const numbers = new Map(placesOf(after).map(({ to }, at) => [to, at]))
  const positionOf = positionsIn(sourceOf(before).text)
  return gaps.map(({ what, from }) => {
    const place = places[numbers.get(from) ?? -1]
    return { what, line: positionOf(place?.to ?? 0).line }
  })
}

/** The first line that ends in another way. */
export function lineOfOtherEnd(text: string, lineEnd: 'lf' | 'crlf'): number | undefined {
  const at = text.search(lineEnd === 'lf' ? /\r\n/ : /(?<!\r)\n/)
  return at < 0 ? undefined : positionsIn(text)(at).line
}

function placesOf(document: NetrcDocument): readonly Place[] {
  return placesIn(outlineOf(document))
}

function isSameInLf(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n') === other.replaceAll('\r\n', '\n')
}
