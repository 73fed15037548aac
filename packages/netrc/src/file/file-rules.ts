import { NetrcError } from '../netrc-error.ts'
import type { FileStats } from './fs-port.ts'
import type { HostPort } from './host-port.ts'

/** Throws unless nobody but the owner, this user or root, can read or change the file. */
export function assertPrivate(host: HostPort, path: string, stats: FileStats): void {
  if (host.userId === undefined) return
  assertOwner(host, path, stats)
  const mode = stats.mode & 0o777n
  if ((mode & 0o077n) === 0n) return
  throw new NetrcError(
    'ERR_NETRC_INSECURE',
    `Other users can read ${path} (mode 0${mode.toString(8)}); run: chmod 600 ${path}`,
    { path },
  )
}

/** Throws unless the file belongs to this user or to root, or root reads it. */
export function assertOwner({ userId }: HostPort, path: string, { uid }: FileStats): void {
  if (userId === undefined || userId === 0 || uid === 0n || uid === BigInt(userId)) return
  throw new NetrcError(
    'ERR_NETRC_INSECURE',
    `${path} belongs to another user (uid ${uid}); its owner could change the keys in it`,
    { path },
  )
}

/** Throws when a save would take the file from its owner, or leave its other name behind. */
export function assertReplaceable({ userId }: HostPort, path: string, stats: FileStats): void {
  if (stats.nlink > 1n) {
    throw new NetrcError(
      'ERR_NETRC_HARD_LINK',
      `${path} has ${stats.nlink} names (hard links), and a safe save would change only this one; ` +
        `to find the others, run: find / -xdev -inum ${stats.ino}`,
      { path },
    )
  }
  if (userId !== undefined && userId !== 0 && stats.uid !== BigInt(userId)) {
    throw new NetrcError(
      'ERR_NETRC_INSECURE',
      `${path} belongs to another user (uid ${stats.uid}); only its owner or root may change it`,
      { path },
    )
  }
}

/** The mode of a save: the old one, without a bit for others; 0600 for a new file. */
export function privateMode(old: FileStats | undefined): number {
  if (old === undefined) return 0o600
  const mode = Number(old.mode & 0o777n)
  return (mode & 0o077) === 0 ? mode : mode & 0o600
}
