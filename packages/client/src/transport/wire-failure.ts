import type { NoAnswer } from '../call.ts'

/** Carries a {@link NoAnswer} through promises and streams; never leaves the transport. */
export class WireFailure extends Error {
  readonly answer: NoAnswer

  constructor(kind: NoAnswer['kind'], systemCode?: string, thrown?: unknown) {
    super(kind)
    this.answer = { kind, systemCode, ...(thrown !== undefined && { thrown }) }
  }
}

/** Reduces whatever was thrown on the wire to its kind and code: the rest holds headers and bodies. */
export function wireFailure(error: unknown): WireFailure {
  if (error instanceof WireFailure) return error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (typeof code !== 'string') return new WireFailure('network')
  // zlib's ways to say that there is more than it may unpack, or that it is not what it said it is.
  if (code === 'ERR_BUFFER_TOO_LARGE') return new WireFailure('too large')
  if (/^Z_|^ERR__?ERROR_|^ERR_BROTLI/.test(code)) return new WireFailure('malformed')
  const says = /^(?!ERR_STREAM_)[A-Z][A-Z\d_]{1,60}$/.test(code)
  return new WireFailure('network', says ? code : undefined)
}
