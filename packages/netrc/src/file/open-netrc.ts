import { fs as nodeFs } from './builtins.ts'
import { NetrcError } from '../netrc-error.ts'
import type { FileStats } from './fs-port.ts'
import { closeQuietly, type Ports } from './ports.ts'
import { wait, type Sequence } from './sequence.ts'
import { isCode, reasonOf } from './system-error.ts'

/** A netrc file that was opened once and checked on its descriptor, not on its name. */
export interface OpenNetrc {
  readonly bytes: Uint8Array
  readonly stats: FileStats
}

/** What a file must be to be read. */
export interface OpenLimits {
  readonly maxBytes: number
  /** Throws when the file's owner, mode or names will not do; called before its content is read. */
  readonly check: (stats: FileStats) => void
  /** Refuses a symbolic link, since the path was resolved before. */
  readonly isResolved?: boolean
}

/** The default of `maxBytes`. */
export const defaultMaxBytes: number = 2 ** 20

// Windows has neither O_NONBLOCK nor O_NOFOLLOW; `|` reads a missing constant as 0.
const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = nodeFs.constants

/**
 * Opens, checks and reads a file; `undefined` when there is none.
 *
 * Opening does not block, so that a pipe at the path is refused instead of waited for.
 *
 * @throws {NetrcError} `ERR_NETRC_READ`, `ERR_NETRC_NOT_FILE`, `ERR_NETRC_TOO_LARGE`,
 *   `ERR_NETRC_CHANGED`, and what `check` throws
 */
export function* openNetrc(
  ports: Ports,
  path: string,
  { maxBytes, check, isResolved = false }: OpenLimits,
): Sequence<OpenNetrc | undefined> {
  const { fs } = ports
  let file: number
  try {
    const flags = O_RDONLY | O_NONBLOCK | (isResolved ? O_NOFOLLOW : 0)
    file = yield* wait(fs.open(path, flags))
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    if (isCode(error, 'ENXIO', 'EISDIR', 'ENODEV')) throw notFile(path)
    if (isResolved && isCode(error, 'ELOOP')) throw changed(path)
    throw readError(path, error)
  }
  try {
    const stats = yield* wait(fs.fstat(file))
    if (!stats.isFile()) throw notFile(path)
    check(stats)
    if (stats.size > BigInt(maxBytes)) {
      const message = `${path} has ${stats.size} bytes, more than the ${maxBytes} that are allowed`
      throw new NetrcError('ERR_NETRC_TOO_LARGE', message, { path })
    }
    return { bytes: yield* readAll(ports, path, file, Number(stats.size)), stats }
  } catch (error) {
    throw error instanceof NetrcError ? error : readError(path, error)
  } finally {
    yield* closeQuietly(ports, file)
  }
}

/** Reads to the end, and one byte more than expected, so that a file that grows is noticed. */
function* readAll({ fs }: Ports, path: string, file: number, size: number): Sequence<Uint8Array> {
  const bytes = new Uint8Array(size + 1)
  let read = 0
  while (read < bytes.length) {
    const count = yield* wait(fs.read(file, bytes, read, read))
    if (count === 0) break
    read += count
  }
  if (read !== size) throw changed(path)
  return bytes.subarray(0, size)
}

function notFile(path: string): NetrcError {
  return new NetrcError('ERR_NETRC_NOT_FILE', `${path} is not a regular file`, { path })
}

function changed(path: string): NetrcError {
  const message = `Another program is changing ${path} at this moment; try again`
  return new NetrcError('ERR_NETRC_CHANGED', message, { path })
}

function readError(path: string, cause: unknown): NetrcError {
  const message = `Cannot read ${path}: ${reasonOf(cause)}`
  return new NetrcError('ERR_NETRC_READ', message, { path, cause })
}
