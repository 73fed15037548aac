import { fs as nodeFs } from './builtins.ts'
import { NetrcError } from '../netrc-error.ts'
import { closeQuietly, type Ports } from './ports.ts'
import { wait, type Sequence } from './sequence.ts'
import { isCode, reasonOf } from './system-error.ts'

/** The folder of a netrc file, open so that a rename in it can be made to last. */
export interface OpenFolder {
  readonly path: string
  /** Absent on Windows, which has no handle on folders; there the rename itself is what lasts. */
  readonly handle?: number
}

const everybodyWrites = 0o0002n
const sticky = 0o1000n

/**
 * Opens a folder that a file is to be saved in.
 *
 * @throws {NetrcError} `ERR_NETRC_INSECURE` when everybody may rename its files, `ERR_NETRC_WRITE`
 */
export function* openFolder(ports: Ports, path: string, file: string): Sequence<OpenFolder> {
  const { fs, host } = ports
  if (host.platform === 'win32') return { path }
  let handle: number | undefined
  try {
    handle = yield* wait(fs.open(path, nodeFs.constants.O_RDONLY))
    const { mode } = yield* wait(fs.fstat(handle))
    if ((mode & everybodyWrites) !== 0n && (mode & sticky) === 0n) {
      throw new NetrcError(
        'ERR_NETRC_INSECURE',
        `Every user can replace the files in ${path}, where ${file} is; run: chmod o-w ${path}`,
        { path: file },
      )
    }
    return { path, handle }
  } catch (cause) {
    if (handle !== undefined) yield* closeQuietly(ports, handle)
    if (cause instanceof NetrcError) throw cause
    const message = `Cannot write ${file}: ${reasonOf(cause)}`
    throw new NetrcError('ERR_NETRC_WRITE', message, { path: file, cause })
  }
}

/** Makes what was renamed in a folder last, where the file system knows how. */
export function* syncFolder({ fs }: Ports, { handle }: OpenFolder): Sequence<void> {
  if (handle === undefined) return
  try {
    yield* wait(fs.fsync(handle))
  } catch (error) {
    // Some network and FUSE file systems have no fsync for folders, and keep renames without it.
    if (!isCode(error, 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error
  }
}
