import { NetrcError } from './netrc-error.ts'

/**
 * A source as text that turns back into the same bytes.
 *
 * `bytes` marks a source that is not UTF-8: then every character stands for one byte. The grammar
 * is ASCII only, so it reads both alike.
 */
export interface SourceText {
  readonly text: string
  readonly kind: 'utf-8' | 'bytes'
}

/** Decodes a source without losing a byte; a string is taken as it is. */
export function decodeSource(source: string | Uint8Array): SourceText {
  if (typeof source === 'string') return { text: source, kind: 'utf-8' }
  const [first, second] = source
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new NetrcError('ERR_NETRC_ENCODING', 'The netrc file is UTF-16; save it as UTF-8')
  }
  const text = decodeUtf8(source)
  if (text !== undefined) return { text, kind: 'utf-8' }
  return { text: textOfBytes(source), kind: 'bytes' }
}

/** The bytes of a part of the source. */
export function encodeText(text: string, kind: SourceText['kind']): Uint8Array {
  if (kind === 'utf-8') return new TextEncoder().encode(text)
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

/** The spelling that a text needs inside a source of this kind. */
export function respell(text: string, kind: SourceText['kind']): string {
  return kind === 'utf-8' ? text : textOfBytes(new TextEncoder().encode(text))
}

/** A part of the source as people read it; `undefined` when its bytes are not UTF-8. */
export function readable(part: string, kind: SourceText['kind']): string | undefined {
  return kind === 'utf-8' ? part : decodeUtf8(encodeText(part, kind))
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

// Not TextDecoder('latin1'): by the WHATWG that is windows-1252, which changes 0x80 to 0x9f.
function textOfBytes(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 8192) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)))
  }
  return parts.join('')
}
