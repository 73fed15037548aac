import type { Dialect } from '../dialect.ts'
import type { NetrcDocument } from '../netrc-document.ts'
import { NetrcError } from '../netrc-error.ts'
import { parse } from '../parse.ts'
import { assertOwner, assertPrivate } from './file-rules.ts'
import { decrypt, isEncrypted, type GpgOptions } from './gpg.ts'
import { locateNetrc } from './locate-netrc.ts'
import { defaultMaxBytes, openNetrc } from './open-netrc.ts'
import {
  portsOf,
  syncPortsOf,
  type PortOptions,
  type Ports,
  type SyncPortOptions,
} from './ports.ts'
import { assertNotDangling } from './resolve-target.ts'
import { runAsync, runSync, type Sequence } from './sequence.ts'

/** What {@link readNetrc} takes for granted. */
export interface ReadRules extends GpgOptions {
  /** By whose reading look-ups on the document answer. Default: `consensus`. */
  readonly dialect?: Dialect
  /** The longest file, in bytes. Default: 1 MiB; curl stops at 128 KiB. */
  readonly maxBytes?: number
  /** Reads a file that other users can read or that another user owns. Default: false. */
  readonly allowInsecure?: boolean
}

/** How {@link readNetrc} reads. */
export interface ReadOptions extends ReadRules, PortOptions {}

/** How {@link readNetrcSync} reads. */
export interface ReadSyncOptions extends ReadRules, SyncPortOptions {}

/**
 * Reads the user's netrc file, or the one at a path.
 *
 * The file is opened once, and what is checked is what was opened: a regular file that belongs to
 * this user (or to root, or to anybody when root reads), and that nobody else can read. Windows has
 * no such modes, so there the last check is left out.
 *
 * A file whose name ends in `.gpg` is decrypted by `gpg --decrypt` in a child process; others may
 * read it, since they see only the cipher.
 *
 * @param path Default: {@link locateNetrc}
 * @throws {NetrcError} `ERR_NETRC_NOT_FOUND`, `ERR_NETRC_NOT_FILE`, `ERR_NETRC_INSECURE`,
 *   `ERR_NETRC_TOO_LARGE`, `ERR_NETRC_READ`, `ERR_NETRC_CHANGED` when it changes while it is read,
 *   `ERR_NETRC_ENCODING`, `ERR_NETRC_GPG`
 */
export async function readNetrc(
  path: string = locateNetrc(),
  options: ReadOptions = {},
): Promise<NetrcDocument> {
  return runAsync(read(portsOf(options), path, options))
}

/**
 * As {@link readNetrc}, stopping the thread meanwhile.
 *
 * @param path Default: {@link locateNetrc}
 * @throws {NetrcError} as `readNetrc` does
 */
export function readNetrcSync(
  path: string = locateNetrc(),
  options: ReadSyncOptions = {},
): NetrcDocument {
  return runSync(read(syncPortsOf(options), path, options))
}

function* read(ports: Ports, path: string, options: ReadRules): Sequence<NetrcDocument> {
  const { maxBytes = defaultMaxBytes, allowInsecure = false, dialect = 'consensus' } = options
  const rule = isEncrypted(path) ? assertOwner : assertPrivate
  const file = yield* openNetrc(ports, path, {
    maxBytes,
    check: (stats) => {
      if (!allowInsecure) rule(ports.host, path, stats)
    },
  })
  if (file === undefined) {
    yield* assertNotDangling(ports, path)
    throw new NetrcError('ERR_NETRC_NOT_FOUND', `There is no netrc file ${path}`, { path })
  }
  if (!isEncrypted(path)) return parse(file.bytes, { maxBytes, dialect })
  const { bytes } = yield* decrypt(ports, path, file.bytes, { ...options, maxBytes })
  return parse(bytes, { maxBytes, dialect })
}
