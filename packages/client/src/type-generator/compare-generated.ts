import { readGenerated, type GeneratedMembers } from './read-generated.ts'

/** One thing in which two generated files differ. */
export interface TypeDifference {
  /** `added`: the newer one has it, the older one has not. */
  readonly kind: 'added' | 'removed' | 'changed'
  /** As `lists.Patients`. */
  readonly query: string
  /** As `column Age`, `insert Age`, `parameter Site`; absent for a whole query. */
  readonly member?: string
  /** Its type in the older file. */
  readonly before?: string
  /** Its type in the newer file. */
  readonly after?: string
}

/**
 * Compares the types of two generated files. Comments, their order and layout do not count.
 *
 * @throws {LabKeyOptionsError} for a file of another kind
 */
export function compareGenerated(older: string, newer: string): readonly TypeDifference[] {
  const before = readGenerated(older)
  const after = readGenerated(newer)
  return namesIn(before, after).flatMap((query): readonly TypeDifference[] => {
    const old = before.get(query)
    const now = after.get(query)
    if (old === undefined) return [{ kind: 'added', query }]
    if (now === undefined) return [{ kind: 'removed', query }]
    return compareMembers(query, old, now)
  })
}

function compareMembers(
  query: string,
  old: GeneratedMembers,
  now: GeneratedMembers,
): readonly TypeDifference[] {
  return namesIn(old, now).flatMap((member): readonly TypeDifference[] => {
    const before = old.get(member)
    const after = now.get(member)
    if (before === after) return []
    if (before === undefined)
      return [{ kind: 'added', query, member, ...(after !== undefined && { after }) }]
    if (after === undefined) return [{ kind: 'removed', query, member, before }]
    return [{ kind: 'changed', query, member, before, after }]
  })
}

function namesIn(
  a: ReadonlyMap<string, unknown>,
  b: ReadonlyMap<string, unknown>,
): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].toSorted()
}
