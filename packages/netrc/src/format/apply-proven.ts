import { sourceOf, type NetrcDocument } from '../netrc-document.ts'
import { reread } from '../reread.ts'
import { applyChanges, type TextChange } from '../text-change.ts'
import type { ReadingProof } from './readings.ts'

/** Changes that are made together or not at all. */
export interface ChangeGroup {
  readonly changes: readonly TextChange[]
}

/** Bounds the time of a hostile file, in characters read again: what is not proven then is left out. */
const mostRead = 2_000_000

/**
 * Makes all groups that pass the proof; of those that do not pass together, it finds by halves
 * which are to blame.
 */
export function applyProven<Group extends ChangeGroup>(
  document: NetrcDocument,
  groups: readonly Group[],
  proof: ReadingProof,
): {
  readonly document: NetrcDocument
  readonly made: readonly Group[]
  readonly left: readonly Group[]
} {
  const { text } = sourceOf(document)
  const made: Group[] = []
  const left: Group[] = []
  let result = document
  let read = 0
  const settle = (candidates: readonly Group[]): void => {
    if (candidates.length === 0) return
    if (read <= mostRead) {
      read += text.length
      const changes = [...made, ...candidates].flatMap((group) => group.changes)
      const changed = reread(document, { text: applyChanges(text, changes) })
      if (proof(changed)) {
        made.push(...candidates)
        result = changed
        return
      }
      if (candidates.length > 1) {
        const half = candidates.length >> 1
        settle(candidates.slice(0, half))
        settle(candidates.slice(half))
        return
      }
    }
    left.push(...candidates)
  }
  settle(groups)
  return { document: result, made, left }
}
