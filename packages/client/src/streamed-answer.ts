import type { AnswerHead, ByteStream } from './call.ts'

/** An answer as it arrives, for those who read its bytes themselves. */
export interface StreamedAnswer {
  /** Its unpacked bytes, to be read once; leaving the loop early closes the connection. */
  readonly body: ByteStream
  /** As `text/tab-separated-values`. */
  readonly contentType: string | undefined
  /** LabKey's proposal, without a folder. */
  readonly fileName: string | undefined
}

/** Reduces an answer to what its reader needs. */
export function streamedAnswer(
  { contentType, contentDisposition }: AnswerHead,
  body: ByteStream,
): StreamedAnswer {
  return { body, contentType, fileName: fileNameIn(contentDisposition) }
}

/** The name of `Content-Disposition` (RFC 6266), without whatever could lead out of a folder. */
function fileNameIn(disposition: string | undefined): string | undefined {
  if (disposition === undefined) return undefined
  const extended = /;\s*filename\*=UTF-8''([^;\s]+)/i.exec(disposition)?.[1]
  const plain = /;\s*filename=(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition)
  const name =
    extended === undefined ? (plain?.[1] ?? plain?.[2])?.replace(/\\(.)/g, '$1') : decoded(extended)
  const last = name
    ?.split(/[\\/]/)
    .at(-1)
    ?.replaceAll(/\p{Cc}/gu, '')
  return last === undefined || last === '' || last === '.' || last === '..' ? undefined : last
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
