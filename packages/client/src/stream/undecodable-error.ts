/** Bytes are not what was asked for, or stopped before their end. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError'
  readonly kind: 'html' | 'text' | 'too large'

  constructor(kind: 'html' | 'text' | 'too large') {
    super(`undecodable: ${kind}`)
    this.kind = kind
  }
}
