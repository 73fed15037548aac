import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

import { base62, randomBase62 } from './accessor.ts'

/** What kind of key it is. */
export type KeyType = 'session' | 'apikey'

/**
 * What new keys look like; keys of every shape are accepted.
 *
 * `labkey`: 64 lower-case hex characters, as LabKey since 23.3. `legacy`: `session|` or `apikey|` and
 * 32 hex characters, as before. `scannable`: `lks_` or `lka_`, 43 random letters and digits, and a
 * checksum of six, so that a scanner finds keys in text and tells them from look-alikes.
 */
export type KeyFormat = (typeof keyFormats)[number]

/** Every {@link KeyFormat}. */
export const keyFormats = ['labkey', 'legacy', 'scannable'] as const

const prefixes = {
  legacy: { session: 'session|', apikey: 'apikey|' },
  scannable: { session: 'lks_', apikey: 'lka_' },
} as const

/** Returns a new random key: 256 bits, 128 in the legacy format. */
export function newKey(format: KeyFormat, type: KeyType): string {
  switch (format) {
    case 'labkey':
      return randomBytes(32).toString('hex')
    case 'legacy':
      return prefixes.legacy[type] + randomBytes(16).toString('hex')
    case 'scannable': {
      const text = prefixes.scannable[type] + randomBase62(43)
      return text + keyChecksum(text)
    }
  }
}

/**
 * Returns the checksum of a scannable key: CRC-32 of everything before it, six base62 digits.
 *
 * It is no check of security. The server never looks at it, so a mistyped key is refused like any other.
 */
export function keyChecksum(text: string): string {
  let rest = crc32(Buffer.from(text, 'latin1'))
  let digits = ''
  for (let place = 0; place < 6; place += 1) {
    digits = (base62[rest % 62] ?? '') + digits
    rest = Math.floor(rest / 62)
  }
  return digits
}
