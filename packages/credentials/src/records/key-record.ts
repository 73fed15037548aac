/** Where a key is stored. */
export type KeyStorage = 'netrc' | 'keychain'

/** What is remembered of a key that was stored, for words only. Never the key. */
export interface KeyRecord {
  /** The server's base URL without the slash at its end. */
  readonly server: string
  readonly login: string
  readonly storage: KeyStorage
  /** Absent when it is not known, since a key does not tell. */
  readonly kind?: 'session' | 'api'
  /** When it was stored, as ISO 8601. */
  readonly stored: string
  /** When the server made it, as ISO 8601. */
  readonly created?: string
  /** When the server will refuse it, as ISO 8601. */
  readonly expires?: string
  /** The server's own name for it, by which it can be deleted. */
  readonly keyId?: string
}

const kinds = { session: 'session key', api: 'API key' } as const
const minuteMs = 60_000
const units = [
  { unit: 'd', ms: 24 * 60 * minuteMs },
  { unit: 'h', ms: 60 * minuteMs },
  { unit: 'min', ms: minuteMs },
] as const

/** Says a record in words: `session key, stored 2 h ago`, `API key, stored 3 d ago, expires in 87 d`. */
export function describeKeyRecord(record: KeyRecord, now: Date = new Date()): string {
  const { kind, stored, expires } = record
  const words = [kind === undefined ? 'key' : kinds[kind], `stored ${agoOf(stored, now)}`]
  if (expires !== undefined) {
    const leftMs = Date.parse(expires) - now.getTime()
    words.push(leftMs > 0 ? `expires in ${spanOf(leftMs)}` : `expired ${agoOf(expires, now)}`)
  }
  return words.join(', ')
}

function agoOf(time: string, now: Date): string {
  const ms = now.getTime() - Date.parse(time)
  return ms < minuteMs ? 'just now' : `${spanOf(ms)} ago`
}

function spanOf(ms: number): string {
  const found = units.find((unit) => ms >= unit.ms)
  return found === undefined ? 'less than 1 min' : `${Math.floor(ms / found.ms)} ${found.unit}`
}
