import { randomBytes } from 'node:crypto'
import type { Body } from './call.ts'

/** A file within a form. */
export interface FilePart {
  /** The name that the server sees; of a path its last part is meant. */
  readonly filename: string
  /** A text, bytes, or a stream such as `createReadStream(path)`; with a stream a form is sent once. */
  readonly content: Body | Blob
  /** Default: `application/octet-stream`. */
  readonly contentType?: string
}

/** One field of a form: a text or a file. */
export type FormPart = readonly [name: string, value: string | FilePart]

/** A form's body and the header that says how it is cut. */
export interface Multipart {
  readonly contentType: string
  readonly body: Uint8Array | AsyncIterable<Uint8Array | string>
}

/**
 * Writes a form as `multipart/form-data` (RFC 7578), names and files' names escaped as browsers do.
 * Without a stream in it, it is bytes, which can be sent again.
 */
export function multipart(parts: readonly FormPart[]): Multipart {
  const boundary = `wellkey-${randomBytes(24).toString('base64url')}`
  const contentType = `multipart/form-data; boundary=${boundary}`
  const pieces = parts.flatMap(([name, value]) => [
    `--${boundary}\r\n${headOf(name, value)}\r\n\r\n`,
    typeof value === 'string' ? value : value.content,
    '\r\n',
  ])
  pieces.push(`--${boundary}--\r\n`)
  const whole = pieces.filter((piece) => typeof piece === 'string' || piece instanceof Uint8Array)
  if (whole.length < pieces.length) return { contentType, body: flow(pieces) }
  return { contentType, body: Buffer.concat(whole.map((piece) => Buffer.from(piece))) }
}

async function* flow(pieces: readonly (Body | Blob)[]): AsyncGenerator<Uint8Array | string> {
  for (const piece of pieces) {
    if (typeof piece === 'string' || piece instanceof Uint8Array) yield piece
    else if (piece instanceof Blob) yield* piece.stream()
    else yield* piece
  }
}

function headOf(name: string, value: string | FilePart): string {
  const disposition = `Content-Disposition: form-data; name="${escaped(name)}"`
  if (typeof value === 'string') return disposition
  const { filename, contentType = 'application/octet-stream' } = value
  const base = filename.replace(/^.*[\\/]/, '')
  return `${disposition}; filename="${escaped(base)}"\r\nContent-Type: ${contentType}`
}

/** The HTML standard, "multipart/form-data encoding algorithm": nothing can end name or line. */
function escaped(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
