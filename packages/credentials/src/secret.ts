const mask = '****'

/**
 * A key or password that cannot be printed by accident.
 *
 * Every way of turning it into text gives `****`: `String`, templates, JSON, `util.inspect` at any
 * depth, the console. The value is in a `#private` field and leaves by {@link Secret.reveal} only.
 *
 * @example
 * ```ts
 * const secret = new Secret('a-long-key')
 * `${secret}` // '****'
 * secret.reveal() // 'a-long-key'
 * ```
 */
export class Secret {
  static {
    // The name by which util.inspect and the console ask (Node, util.inspect.custom).
    const value = (): string => mask
    Object.defineProperty(this.prototype, Symbol.for('nodejs.util.inspect.custom'), { value })
  }

  readonly #value: string

  /** @param value the key or password, as it goes over the wire */
  constructor(value: string) {
    this.#value = value
  }

  /** Returns the value itself. Call it where the value is sent or stored, and nowhere else. */
  reveal(): string {
    return this.#value
  }

  /** Says whether both hold the same value, in a time that does not depend on where they differ. */
  equals(other: Secret): boolean {
    // Digests, since timingSafeEqual takes equal lengths only and a length tells something too. Not
    // imported above, so that importing this package stays cheap.
    const { createHash, timingSafeEqual } = process.getBuiltinModule('node:crypto')
    const digest = (secret: Secret): Buffer => createHash('sha256').update(secret.#value).digest()
    return timingSafeEqual(digest(this), digest(other))
  }

  toString(): string {
    return mask
  }

  toJSON(): string {
    return mask
  }

  [Symbol.toPrimitive](): string {
    return mask
  }
}
