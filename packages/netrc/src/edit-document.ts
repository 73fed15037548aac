import { grammarOf, type Dialect, type Grammar } from './dialect.ts'
import { NetrcDocument, syntaxOf } from './netrc-document.ts'
import type { NetrcValues } from './netrc-values.ts'
import { proveEdit } from './prove-edit.ts'
import { applyChanges, type TextChange } from './text-change.ts'

/** For whom an edit is made. */
export interface TargetOptions {
  /**
   * The dialects whose look-ups must give what was set. Each of them reads the file before and after,
   * and what only one of them reads otherwise is refused.
   *
   * Default: the document's own; the values and the other entries then must also be read alike by
   * curl and Python, but a look-up of theirs may prefer another entry, as it did before.
   */
  readonly dialects?: readonly Dialect[]
}

/** An edit, not made yet. Offsets are those of the text before it, or of the text behind it. */
export interface Edit {
  readonly host: string
  readonly changes: readonly TextChange[]
  /** Where the heads of the entries stand that are changed or go. */
  readonly headsBefore: ReadonlySet<number>
  /** Where the head of the entry stands that is changed or new; absent when entries go. */
  readonly headAfter?: number
  /** What that entry must say. */
  readonly values?: NetrcValues
}

/** Who has to read what is written. */
export function targetsOf(
  document: NetrcDocument,
  { dialects }: TargetOptions,
): readonly Grammar[] {
  const others = dialects ?? (['curl', 'python'] as const)
  return [...new Set([document.dialect, ...others])].map((dialect) => grammarOf(dialect))
}

/**
 * Makes an edit, once it is proven in every target.
 *
 * @throws {NetrcError} `ERR_NETRC_VALUE` with the reason
 */
export function editDocument(
  document: NetrcDocument,
  edit: Edit,
  options: TargetOptions,
): NetrcDocument {
  const before = syntaxOf(document)
  const { kind, grammar } = before
  const source = { text: applyChanges(before.text, edit.changes), kind }
  const after = proveEdit(before, source, edit, {
    targets: targetsOf(document, options),
    found: (options.dialects ?? []).map((dialect) => grammarOf(dialect)),
  })
  return new NetrcDocument(source, grammar, after)
}
