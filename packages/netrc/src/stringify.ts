import { sourceOf, type NetrcDocument } from './netrc-document.ts'
import { encodeText } from './source-text.ts'

/**
 * The text of a document. A document that was parsed from bytes that are not UTF-8 has no exact
 * text: U+FFFD stands for what cannot be decoded, and {@link toBytes} is exact.
 */
export function stringify(document: NetrcDocument): string {
  const { text, kind } = sourceOf(document)
  if (kind === 'utf-8') return text
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(encodeText(text, kind))
}

/** The bytes of a document, equal to the bytes it was parsed from. */
export function toBytes(document: NetrcDocument): Uint8Array {
  const { text, kind } = sourceOf(document)
  return encodeText(text, kind)
}
