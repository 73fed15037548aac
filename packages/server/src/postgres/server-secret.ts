import { Buffer } from 'node:buffer'
import { hkdfSync } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'

import type { Digest } from '../keys/key-digest.ts'
import { createKeyedHash } from '../keys/keyed-hash.ts'
import { ServerError } from '../server-error.ts'

/** What a server derives from the one secret that all instances share. */
export interface ServerSecret {
  /** Makes the digests of keys and session ids. */
  readonly digest: Digest
  /** Makes the macs of audit records. */
  readonly mac: (hash: string) => string
  /** What the database keeps to notice an instance with another secret. */
  readonly check: string
}

const minBytes = 32
const derivedBytes = 64

/**
 * Derives the keys of a server: HKDF-SHA-256 (RFC 5869), one for each use.
 *
 * @throws {ServerError} `ERR_SERVER_OPTIONS` if it is shorter than 32 bytes.
 */
export function deriveSecret(secret: Uint8Array): ServerSecret {
  if (secret.length < minBytes) {
    throw new ServerError('ERR_SERVER_OPTIONS', `The secret has fewer than ${minBytes} bytes`)
  }
  const derive = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `wellkey ${use}`, derivedBytes))
  const digest = createKeyedHash(derive('digest'))
  const mac = createKeyedHash(derive('audit'))
  return {
    digest: (text) => digest(text, 'base64url'),
    mac: (hash) => mac(hash, 'hex'),
    check: derive('check').toString('base64url'),
  }
}

/**
 * Reads the secret of a server from a file; white space at its end does not count.
 *
 * @throws {ServerError} `ERR_SERVER_OPTIONS` if it cannot be read, is short, or others may read it.
 */
export function readSecretFile(file: string): ServerSecret {
  let text: string
  let mode: number
  try {
    text = readFileSync(file, 'latin1').trimEnd()
    mode = statSync(file).mode
  } catch (cause) {
    const { code = 'unreadable' } = cause as NodeJS.ErrnoException
    throw wrong(file, `it cannot be read (${code})`, cause)
  }
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw wrong(file, 'others may read it; make it private with chmod 600')
  }
  if (text.length < minBytes) throw wrong(file, `it has fewer than ${minBytes} bytes`)
  return deriveSecret(Buffer.from(text, 'latin1'))
}

function wrong(file: string, why: string, cause?: unknown): ServerError {
  return new ServerError('ERR_SERVER_OPTIONS', `--secret-file ${file}: ${why}`, { cause })
}
