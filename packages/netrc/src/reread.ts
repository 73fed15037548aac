import { grammarOf, type Dialect } from './dialect.ts'
import { NetrcDocument, sourceOf } from './netrc-document.ts'

/** Reads a document again: in another dialect, or with another text of the same encoding. */
export function reread(
  document: NetrcDocument,
  change: { readonly text?: string; readonly dialect?: Dialect },
): NetrcDocument {
  const { text, kind } = sourceOf(document)
  const source = { text: change.text ?? text, kind }
  return new NetrcDocument(source, grammarOf(change.dialect ?? document.dialect))
}
