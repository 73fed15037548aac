import { crc32 } from 'node:zlib'

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** Keys of LabKey since 23.3, and of before that: `session|` or `apikey|` with 32 digits. */
const usualLengths = new Set([64, 40, 39])
const longestKey = 512

/**
 * Says why a text is clearly no key: white space, quotes, a URL, a placeholder. Keys are opaque, so
 * that nothing else about their shape counts.
 */
export function problemOfKey(text: string): string | undefined {
  if (text === '') return 'There is no key'
  if (/\s/.test(text)) return 'The key holds white space; copy it again, whole and alone'
  if (/^["'`]|["'`]$/.test(text)) return 'The key stands in quotes; leave them out'
  if (/[^!-~]/.test(text)) return 'The key holds a character that no key has; copy it again'
  if (/^https?:\/\//i.test(text)) return 'This is a web address, not a key'
  if (/^the_long_string/i.test(text)) return "This is the placeholder of LabKey's documentation"
  if (text.length > longestKey) return `The key is longer than ${longestKey} characters`
  return undefined
}

/** Says why a key is probably mistyped: its own checksum is wrong. The person may know better. */
export function mistypingOfKey(key: string): string | undefined {
  if (!/^lk[as]_/.test(key)) return undefined
  const isWhole = /^lk[as]_[0-9A-Za-z]{49}$/.test(key)
  if (isWhole && checksumOf(key.slice(0, -6)) === key.slice(-6)) return undefined
  return 'The key looks mistyped: its checksum is wrong; copy it again'
}

/** Says what is unusual about a key that may well be one. */
export function oddityOfKey(key: string): string | undefined {
  if (/^lk[as]_/.test(key) || usualLengths.has(key.length)) return undefined
  return `The key has ${key.length} characters, LabKey's own have 64; is it whole?`
}

/** The kind, where the key itself says it. */
export function kindOfKey(key: string): 'session' | 'api' | undefined {
  if (/^(lks_|session\|)/.test(key)) return 'session'
  if (/^(lka_|apikey\|)/.test(key)) return 'api'
  return undefined
}

/** CRC-32 of all before it as six digits of base 62. */
function checksumOf(text: string): string {
  let rest = crc32(text)
  let digits = ''
  for (let place = 0; place < 6; place++) {
    digits = base62.charAt(rest % 62) + digits
    rest = Math.floor(rest / 62)
  }
  return digits
}
