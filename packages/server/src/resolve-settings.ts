import type { PasswordCost } from './auth/password-hash.ts'
import { keyFormats } from './keys/key-format.ts'
import type { KeyFormat } from './keys/key-format.ts'
import type { SettingsSeed } from './options.ts'
import { ServerError } from './server-error.ts'

/** Site settings with every value set. */
export interface Settings {
  readonly allowApiKeys: boolean
  readonly apiKeyExpirationSeconds: number
  readonly allowSessionKeys: boolean
  readonly sessionIdleMs: number
  readonly sessionAbsoluteMs: number
  readonly maxSessionsPerUser: number
  readonly maxAuditRecords: number
  /** `undefined`: what the imitated release makes. */
  readonly keyFormat: KeyFormat | undefined
  readonly siteName: string
  readonly passwordCost: PasswordCost
}

const defaultSettings: Settings = {
  allowApiKeys: false,
  apiKeyExpirationSeconds: -1,
  allowSessionKeys: false,
  sessionIdleMs: 30 * 60_000,
  sessionAbsoluteMs: 12 * 3_600_000,
  maxSessionsPerUser: 10,
  maxAuditRecords: 20_000,
  keyFormat: undefined,
  siteName: 'LabKey Server',
  passwordCost: { cost: 2 ** 15, blockSize: 8, parallelization: 3 },
}

/** The least and the most of every setting that is a whole number. */
const ranges = {
  apiKeyExpirationSeconds: [-1, 2 ** 31],
  sessionIdleMs: [1, Number.MAX_SAFE_INTEGER],
  sessionAbsoluteMs: [1, Number.MAX_SAFE_INTEGER],
  maxSessionsPerUser: [1, 10_000],
  maxAuditRecords: [1, 10_000_000],
} as const satisfies Partial<Record<keyof Settings, readonly [number, number]>>

/** RFC 7914; at most 1 GiB is needed for one hash, which is the block times 128 bytes times N. */
const costRanges = {
  cost: [2, 2 ** 20],
  blockSize: [1, 64],
  parallelization: [1, 64],
} as const satisfies Record<keyof PasswordCost, readonly [number, number]>

/**
 * Checks and completes the site settings.
 *
 * @throws {ServerError} `ERR_SERVER_OPTIONS` that names the setting; an unknown one too, since a
 *   misspelt setting would quietly leave LabKey's default.
 */
export function resolveSettings(seed: SettingsSeed): Settings {
  const unknown = Object.keys(seed).find((name) => !Object.hasOwn(defaultSettings, name))
  if (unknown !== undefined) throw wrong(`${unknown} is not a setting`)
  const settings: Settings = { ...defaultSettings, ...seed }
  for (const [name, range] of Object.entries(ranges)) {
    checkRange(name, settings[name as keyof typeof ranges], range)
  }
  const { passwordCost, keyFormat } = settings
  if (keyFormat !== undefined && !keyFormats.includes(keyFormat)) {
    throw wrong(`keyFormat must be one of ${keyFormats.join(', ')}`)
  }
  for (const [name, range] of Object.entries(costRanges)) {
    checkRange(`passwordCost.${name}`, passwordCost[name as keyof PasswordCost], range)
  }
  if (!Number.isInteger(Math.log2(passwordCost.cost))) {
    throw wrong('passwordCost.cost must be a power of two')
  }
  return settings
}

function checkRange(name: string, value: unknown, [least, most]: readonly [number, number]): void {
  if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return
  throw wrong(`${name} must be a whole number from ${least} to ${most}`)
}

function wrong(message: string): ServerError {
  return new ServerError('ERR_SERVER_OPTIONS', `settings: ${message}`)
}
