import { randomBytes } from 'node:crypto'

/** The 62 letters and digits, in the order of their codes. */
export const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Returns random letters and digits, each as likely as the others. */
export function randomBase62(length: number): string {
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      // 248 is 4 times 62: a plain remainder would favour the first eight.
      if (byte < 248 && text.length < length) text += base62[byte % 62]
    }
  }
  return text
}

/** Returns a new public name for a key or session: 12 random characters, no part of the secret. */
export function newAccessor(): string {
  return randomBase62(12)
}
