import type { FilePart } from './multipart.ts'
import { isObject } from './read-json.ts'

/** Says whether a value is a file for a form: with a name, and a text, bytes, a Blob or a stream as content. */
export function isFilePart(file: unknown): file is FilePart {
  if (!isObject(file) || typeof file['filename'] !== 'string') return false
  return isContent(file['content'])
}

/** Says whether a value is a text, bytes, a Blob or a stream. */
export function isContent(content: unknown): content is FilePart['content'] {
  if (typeof content === 'string') return true
  return (
    typeof content === 'object' &&
    content !== null &&
    (content instanceof Uint8Array || content instanceof Blob || Symbol.asyncIterator in content)
  )
}
