import { NetrcError } from '../netrc-error.ts'
import type { Ports } from './ports.ts'
import type { GpgAnswer, GpgCall } from './run-gpg.ts'
import { wait, type Sequence } from './sequence.ts'

/** How a file whose name ends in `.gpg` is read and written. */
export interface GpgOptions {
  /** Default: `gpg`, found by `PATH`. */
  readonly gpgProgram?: string
  /** How long one run of gpg may take; a passphrase may have to be typed. Default: 60,000. */
  readonly gpgTimeoutMs?: number
}

/** A file as gpg decrypted it. */
export interface Decrypted {
  readonly bytes: Uint8Array
  /** Whom it is encrypted to, and in which shape, so that a save can keep both. */
  readonly envelope: Envelope
}

/** Who can read an encrypted file. */
export interface Envelope {
  /** Long key ids; 16 zeros for one that is hidden. */
  readonly recipients: readonly string[]
  readonly isArmored: boolean
}

const beginArmor = '-----BEGIN PGP'
const hiddenRecipient = /^0+$/

/** Says whether a file is read and written through gpg. */
export function isEncrypted(path: string): boolean {
  return path.endsWith('.gpg')
}

/**
 * Decrypts a file.
 *
 * @param cipher the file's content, of which only its shape is looked at
 * @throws {NetrcError} `ERR_NETRC_GPG`, `ERR_NETRC_TOO_LARGE`
 */
export function* decrypt(
  ports: Ports,
  path: string,
  cipher: Uint8Array,
  options: GpgOptions & { readonly maxBytes: number },
): Sequence<Decrypted> {
  const args = ['--batch', '--quiet', '--status-fd', '2', '--decrypt', '--', path]
  const answer = yield* run(ports, path, args, options)
  const status = statusOf(answer.talk)
  const refuse = (reason: string): NetrcError =>
    new NetrcError('ERR_NETRC_GPG', `Cannot decrypt ${path}: ${reason}`, { path })
  // A message that is only signed, or not even that, comes out with exit code 0 too.
  if (answer.exitCode === 0 && !status.has('DECRYPTION_OKAY')) throw refuse('it is not encrypted')
  if (answer.exitCode !== 0) throw refuse(decryptFailure(path, answer, status))
  return {
    bytes: answer.output,
    envelope: {
      recipients: (status.get('ENC_TO') ?? []).map((line) => line.split(' ', 1)[0] ?? ''),
      isArmored: Buffer.from(cipher.subarray(0, beginArmor.length)).toString() === beginArmor,
    },
  }
}

/**
 * Encrypts what a file is to hold: to whom it was encrypted before, or to the user's default key.
 *
 * @throws {NetrcError} `ERR_NETRC_GPG`, also when the same people could not read it any more
 */
export function* encrypt(
  ports: Ports,
  path: string,
  plain: Uint8Array,
  envelope: Envelope | undefined,
  options: GpgOptions & { readonly maxBytes: number },
): Sequence<Uint8Array> {
  const refuse = (reason: string): NetrcError =>
    new NetrcError('ERR_NETRC_GPG', `Cannot encrypt ${path}: ${reason}; it is as it was before`, {
      path,
    })
  if (envelope !== undefined && (yield* hasPassphrase(ports, path, options))) {
    throw refuse('it is encrypted with a passphrase, which a save would lose')
  }
  const recipients = envelope?.recipients ?? []
  if (recipients.some((id) => hiddenRecipient.test(id))) {
    throw refuse('it has a hidden recipient, whom a save would lock out')
  }
  const shape = envelope?.isArmored === false ? [] : ['--armor']
  // The key is the one that the file names already, so nobody has to vouch for it again.
  const whom =
    recipients.length === 0
      ? ['--default-recipient-self']
      : [
          '--no-encrypt-to',
          '--trust-model=always',
          ...recipients.flatMap((id) => ['--recipient', `0x${id}!`]),
        ]
  const args = ['--batch', '--quiet', '--status-fd', '2', ...shape, ...whom, '--encrypt']
  // Armor and keys cost some; the text itself is not longer than it may be.
  const limits = { ...options, maxBytes: options.maxBytes * 2 + 2 ** 16 }
  const answer = yield* run(ports, path, args, limits, plain)
  const status = statusOf(answer.talk)
  const isDone = answer.exitCode === 0 && status.has('END_ENCRYPTION') && answer.output.length > 0
  if (!isDone) throw refuse(encryptFailure(answer, status))
  return answer.output
}

/** Says whether a passphrase opens a file too; gpg tells that only in its list of packets. */
function* hasPassphrase(
  ports: Ports,
  path: string,
  options: GpgOptions & { readonly maxBytes: number },
): Sequence<boolean> {
  const args = ['--batch', '--quiet', '--list-only', '--list-packets', '--', path]
  const { output } = yield* run(ports, path, args, options)
  return /^:symkey enc packet/m.test(Buffer.from(output).toString('latin1'))
}

function* run(
  { runGpg }: Ports,
  path: string,
  args: readonly string[],
  {
    gpgProgram: program = 'gpg',
    gpgTimeoutMs: timeoutMs = 60_000,
    maxBytes,
  }: GpgOptions & {
    readonly maxBytes: number
  },
  input?: Uint8Array,
): Sequence<GpgAnswer> {
  const call: GpgCall = { program, args, timeoutMs, maxBytes, ...(input && { input }) }
  const answer = yield* wait(runGpg(call))
  const stop = (reason: string): NetrcError =>
    new NetrcError('ERR_NETRC_GPG', `${path} needs gpg, but ${reason}`, { path })
  switch (answer.outcome) {
    case 'ended':
      return answer
    case 'missing':
      throw stop(`the program ${program} cannot be started; install GnuPG`)
    case 'timeout':
      throw stop(`${program} did not answer within ${timeoutMs / 1000} s; unlock its key first`)
    case 'too large':
      throw new NetrcError(
        'ERR_NETRC_TOO_LARGE',
        `${path} has more than the ${maxBytes} bytes that are allowed, once decrypted`,
        { path },
      )
  }
}

/** The machine-readable lines of gpg: keyword to the rest of each such line. */
function statusOf(talk: string): ReadonlyMap<string, readonly string[]> {
  const status = new Map<string, string[]>()
  for (const line of talk.split(/\r?\n/)) {
    const [, keyword, rest = ''] = /^\[GNUPG:\] (\w+) ?(.*)$/.exec(line) ?? []
    if (keyword === undefined) continue
    const lines = status.get(keyword)
    if (lines === undefined) status.set(keyword, [rest])
    else lines.push(rest)
  }
  return status
}

function decryptFailure(
  path: string,
  { exitCode }: GpgAnswer,
  status: ReadonlyMap<string, readonly string[]>,
): string {
  if (status.has('NODATA')) return 'it holds no OpenPGP message'
  const isPassphraseMissing =
    status.has('BAD_PASSPHRASE') ||
    status.has('MISSING_PASSPHRASE') ||
    status.get('ERROR')?.some((line) => line.startsWith('pkdecrypt_failed')) === true
  if (isPassphraseMissing) return 'the passphrase of its key was wrong or not given'
  // gpg 2.2 says nothing but that it failed when it has none of the keys.
  if (status.has('NO_SECKEY') || (status.has('ENC_TO') && !status.has('KEY_CONSIDERED'))) {
    return 'none of the keys that it is encrypted to is in your key ring'
  }
  return `gpg ended with code ${exitCode}; to see why, run: gpg --decrypt -- ${path}`
}

function encryptFailure(
  { exitCode }: GpgAnswer,
  status: ReadonlyMap<string, readonly string[]>,
): string {
  // INV_RECP <reason> <requested recipient>
  const invalid = (status.get('INV_RECP') ?? []).map((line) => line.split(' ')[1] ?? '')
  if (invalid.length > 0) {
    const ids = invalid.map((id) => id.replaceAll(/[^\w]/g, '')).join(', ')
    return `gpg cannot encrypt to ${ids}, a key that it is encrypted to now; import or renew that key`
  }
  if (status.has('INV_SGNR') || status.has('NO_PUBKEY') || exitCode === 2) {
    return 'gpg has no key of yours that it could use; make one with: gpg --quick-generate-key'
  }
  return `gpg ended with code ${exitCode}`
}
