import { dirname, join, resolve } from 'node:path'
import type { FileFacts } from '../lint/file-facts.ts'
import { NetrcError } from '../netrc-error.ts'
import type { FileStats } from './fs-port.ts'
import { isEncrypted } from './gpg.ts'
import { locateNetrc } from './locate-netrc.ts'
import {
  portsOf,
  syncPortsOf,
  type PortOptions,
  type Ports,
  type SyncPortOptions,
} from './ports.ts'
import { assertNotDangling } from './resolve-target.ts'
import { runAsync, runSync, wait, type Sequence } from './sequence.ts'
import { isCode, reasonOf } from './system-error.ts'

/**
 * Reads what {@link lint} can judge about a file besides its text: mode, owner, folder, link, and
 * whether it lies in a git work tree, ignored by git or not. The file is not opened.
 *
 * Where it is a symbolic link, mode, owner and folder are those of the file behind it. On Windows,
 * which has neither modes nor user ids, these are absent. Of an encrypted file (`.gpg`) the mode says
 * only whether others can write, since anybody may read the cipher.
 *
 * @param path Default: {@link locateNetrc}
 * @throws {NetrcError} `ERR_NETRC_NOT_FOUND`, `ERR_NETRC_NOT_FILE` for a link to nothing,
 *   `ERR_NETRC_READ`
 *
 * @example
 * ```ts
 * lint(await readNetrc(path, { allowInsecure: true }), { file: await readFileFacts(path) })
 * ```
 */
export async function readFileFacts(
  path: string = locateNetrc(),
  options: PortOptions = {},
): Promise<FileFacts> {
  return runAsync(readFacts(portsOf(options), path))
}

/**
 * As {@link readFileFacts}, stopping the thread meanwhile.
 *
 * @param path Default: {@link locateNetrc}
 * @throws {NetrcError} as `readFileFacts` does
 */
export function readFileFactsSync(
  path: string = locateNetrc(),
  options: SyncPortOptions = {},
): FileFacts {
  return runSync(readFacts(syncPortsOf(options), path))
}

function* readFacts(ports: Ports, path: string): Sequence<FileFacts> {
  const { fs, host } = ports
  try {
    const absolute = resolve(path)
    const link: FileStats = yield* wait(fs.lstat(absolute))
    if (link.isSymbolicLink()) yield* assertLeadsOn(ports, absolute)
    const target = yield* wait(fs.realpath(absolute))
    const stats = link.isSymbolicLink() ? yield* wait(fs.stat(target)) : link
    const folder = dirname(target)
    const facts = {
      isSymbolicLink: link.isSymbolicLink(),
      isRegularFile: stats.isFile(),
      isInRepository: yield* isInRepository(ports, folder),
    }
    if (host.userId === undefined) return facts
    const mode = Number(stats.mode & 0o777n)
    const { mode: folderMode } = yield* wait(fs.stat(folder))
    return {
      ...facts,
      mode: isEncrypted(target) ? mode & ~0o055 : mode,
      ownerId: Number(stats.uid),
      readerId: host.userId,
      folderMode: Number(folderMode & 0o7777n),
    }
  } catch (cause) {
    if (cause instanceof NetrcError) throw cause
    if (isCode(cause, 'ENOENT')) {
      throw new NetrcError('ERR_NETRC_NOT_FOUND', `There is no netrc file ${path}`, { path, cause })
    }
    const message = `Cannot look at ${path}: ${reasonOf(cause)}`
    throw new NetrcError('ERR_NETRC_READ', message, { path, cause })
  }
}

function* assertLeadsOn(ports: Ports, path: string): Sequence<void> {
  try {
    yield* wait(ports.fs.stat(path))
  } catch (error) {
    if (isCode(error, 'ENOENT')) yield* assertNotDangling(ports, path)
    throw error
  }
}

/** A work tree holds `.git`: a folder, or a file in those of `git worktree` and of submodules. */
function* isInRepository({ fs }: Ports, start: string): Sequence<boolean> {
  for (let folder = start; ; folder = dirname(folder)) {
    try {
      yield* wait(fs.lstat(join(folder, '.git')))
      return true
    } catch {
      // A folder that cannot be looked at is taken for one without it.
    }
    if (dirname(folder) === folder) return false
  }
}
