import { sourceOf, type NetrcDocument } from '../netrc-document.ts'
import { outlineOf } from '../outline.ts'
import { reread } from '../reread.ts'
import { applyProven } from './apply-proven.ts'
import type { FormatOptions } from './options.ts'
import { gapsOf, type Gap } from './gaps.ts'
import { programDialects, readingProof } from './readings.ts'
import { styleOf } from './style.ts'

/** What one pass over a file made, and what it left since some program would read it differently. */
export interface Pass {
  readonly document: NetrcDocument
  readonly left: readonly Gap[]
  /** The line ends that were asked for would be read differently. */
  readonly leavesLineEnds: boolean
}

/** Lays a file out by the options, and by what most of it looks like before the pass. */
export function passOver(document: NetrcDocument, options: FormatOptions): Pass {
  const { layout, indent, emptyLines, lineEnd } = options
  const outline = outlineOf(document)
  const style = {
    ...styleOf(outline, layout),
    ...(indent !== undefined && { indent }),
    ...(emptyLines !== undefined && { emptyLines }),
  }
  const groups = groupsOf([...gapsOf(outline, style)])
  const laidOut =
    groups.length === 0
      ? { document, left: [] }
      : applyProven(document, groups, readingProof(document))
  const left = laidOut.left.flatMap(({ changes }) => changes)
  const ended = lineEnd && withLineEnds(laidOut.document, lineEnd)
  return {
    document: ended ?? laidOut.document,
    left: left.toSorted((one, other) => one.from - other.from),
    leavesLineEnds: lineEnd !== undefined && ended === undefined,
  }
}

/** The gaps of one entry belong together. */
function groupsOf(gaps: readonly Gap[]): readonly { readonly changes: readonly Gap[] }[] {
  const groups = new Map<number, Gap[]>()
  for (const gap of gaps) {
    const group = groups.get(gap.entry)
    if (group === undefined) groups.set(gap.entry, [gap])
    else group.push(gap)
  }
  return [...groups.values()].map((changes) => ({ changes }))
}

/** `undefined` when a program would read the file differently. */
function withLineEnds(document: NetrcDocument, lineEnd: 'lf' | 'crlf'): NetrcDocument | undefined {
  const { text } = sourceOf(document)
  const after = text.replaceAll(/\r?\n/g, lineEnd === 'lf' ? '\n' : '\r\n')
  if (after === text) return document
  const changed = reread(document, { text: after })
  const dialects =
    lineEnd === 'lf' ? programDialects : programDialects.filter((name) => name !== 'inetutils')
  const proof = readingProof(document, { dialects, mayCorrect: lineEnd === 'lf' })
  return proof(changed) ? changed : undefined
}
