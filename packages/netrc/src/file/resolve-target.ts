import { basename, dirname, join, resolve } from 'node:path'
import { NetrcError } from '../netrc-error.ts'
import type { FileStats } from './fs-port.ts'
import type { Ports } from './ports.ts'
import { wait, type Sequence } from './sequence.ts'
import { isCode, reasonOf } from './system-error.ts'

/**
 * The file behind a path, absolute: links resolved, or the path itself in its real folder if it is
 * new.
 *
 * A link counts when it belongs to this user, to root or to the owner of what it leads to, so that
 * nobody can have a file changed that they cannot change themselves.
 *
 * @throws {NetrcError} `ERR_NETRC_NOT_FILE` for a link that leads nowhere, `ERR_NETRC_INSECURE`,
 *   `ERR_NETRC_READ`, `ERR_NETRC_WRITE` when there is no folder
 */
export function* resolveTarget(ports: Ports, path: string): Sequence<string> {
  const { fs } = ports
  const absolute = resolve(path)
  let target: string
  try {
    target = yield* wait(fs.realpath(absolute))
  } catch (cause) {
    if (!isCode(cause, 'ENOENT')) {
      const message = `Cannot open ${path}: ${reasonOf(cause)}`
      throw new NetrcError('ERR_NETRC_READ', message, { path, cause })
    }
    yield* assertNotDangling(ports, absolute)
    return join(yield* realFolder(ports, path, dirname(absolute)), basename(absolute))
  }
  if (target !== absolute) yield* assertTrustedLinks(ports, absolute, target)
  return target
}

/** @throws {NetrcError} `ERR_NETRC_NOT_FILE` when there is a link, though what it names is gone */
export function* assertNotDangling({ fs }: Ports, path: string): Sequence<void> {
  try {
    yield* wait(fs.lstat(path))
  } catch {
    return
  }
  throw new NetrcError('ERR_NETRC_NOT_FILE', `${path} is a link to a file that is gone`, { path })
}

function* realFolder({ fs }: Ports, path: string, folder: string): Sequence<string> {
  try {
    return yield* wait(fs.realpath(folder))
  } catch (cause) {
    const message = isCode(cause, 'ENOENT')
      ? `Cannot write ${path}: its folder does not exist; make it first`
      : `Cannot write ${path}: ${reasonOf(cause)}`
    throw new NetrcError('ERR_NETRC_WRITE', message, { path, cause })
  }
}

function* assertTrustedLinks({ fs, host }: Ports, path: string, target: string): Sequence<void> {
  if (host.userId === undefined) return
  try {
    const { uid: owner } = yield* wait(fs.lstat(target))
    let at = path
    for (;;) {
      const stats: FileStats = yield* wait(fs.lstat(at))
      if (!stats.isSymbolicLink()) return
      if (stats.uid !== owner && stats.uid !== 0n && stats.uid !== BigInt(host.userId)) {
        throw new NetrcError(
          'ERR_NETRC_INSECURE',
          `${at} is a link of another user (uid ${stats.uid}); to change its target, name ${target}`,
          { path },
        )
      }
      at = resolve(yield* wait(fs.realpath(dirname(at))), yield* wait(fs.readlink(at)))
    }
  } catch (cause) {
    if (cause instanceof NetrcError) throw cause
    throw new NetrcError('ERR_NETRC_READ', `Cannot open ${path}: ${reasonOf(cause)}`, {
      path,
      cause,
    })
  }
}
