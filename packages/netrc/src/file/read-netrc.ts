import type { BigIntStats } from 'node:fs'
import type { NetrcDocument } from '../netrc-document.ts'
import { NetrcError } from '../netrc-error.ts'
import { parse } from '../parse.ts'
import { locateNetrc } from './locate-netrc.ts'
import { openNetrc } from './open-netrc.ts'

/** How {@link readNetrc} reads. */
export interface ReadOptions {
  /** The longest file, in bytes. Default: 1 MiB; curl stops at 128 KiB. */
  readonly maxBytes?: number
  /** Reads a file that other users can read or that another user owns. Default: false. */
  readonly allowInsecure?: boolean
}

/** The default of {@link ReadOptions.maxBytes}. */
export const defaultMaxBytes: number = 2 ** 20

/**
 * Reads the user's netrc file, or the one at a path.
 *
 * The file is opened once, and what is checked is what was opened: a regular file that belongs to
 * this user (or to root, or to anybody when root reads), and that nobody else can read. Windows has
 * no such modes, so there the last check is left out.
 *
 * @param path Default: {@link locateNetrc}
 * @throws {NetrcError} `ERR_NETRC_NOT_FOUND`, `ERR_NETRC_NOT_FILE`, `ERR_NETRC_INSECURE`,
 *   `ERR_NETRC_TOO_LARGE`, `ERR_NETRC_READ`, `ERR_NETRC_ENCODING`
 */
export async function readNetrc(
  path: string = locateNetrc(),
  options: ReadOptions = {},
): Promise<NetrcDocument> {
  const { maxBytes = defaultMaxBytes, allowInsecure = false } = options
  const file = await openNetrc(path, maxBytes)
  if (file === undefined) {
    throw new NetrcError('ERR_NETRC_NOT_FOUND', `There is no netrc file ${path}`, { path })
  }
  if (!allowInsecure) assertSecure(path, file.stats)
  return parse(file.bytes, { maxBytes })
}

function assertSecure(path: string, stats: BigIntStats): void {
  const id = process.geteuid?.()
  if (id === undefined) return
  const self = BigInt(id)
  if (stats.uid !== self && stats.uid !== 0n && self !== 0n) {
    throw new NetrcError(
      'ERR_NETRC_INSECURE',
      `${path} belongs to another user (uid ${stats.uid}); its owner could change the keys in it`,
      { path },
    )
  }
  const mode = stats.mode & 0o777n
  if ((mode & 0o077n) !== 0n) {
    throw new NetrcError(
      'ERR_NETRC_INSECURE',
      `Other users can read ${path} (mode 0${mode.toString(8)}); run: chmod 600 ${path}`,
      { path },
    )
  }
}
