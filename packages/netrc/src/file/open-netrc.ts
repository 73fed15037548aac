import { constants, type BigIntStats } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { NetrcError } from '../netrc-error.ts'

/** A netrc file that was opened once and checked on its descriptor, not on its name. */
export interface OpenNetrc {
  readonly bytes: Uint8Array
  readonly stats: BigIntStats
}

// Windows has no O_NONBLOCK; `|` reads the missing constant as 0.
const { O_RDONLY, O_NONBLOCK } = constants

/**
 * Opens, checks and reads a file; `undefined` when there is none.
 *
 * Opening does not block, so that a pipe at the path is refused instead of waited for.
 *
 * @throws {NetrcError} `ERR_NETRC_READ`, `ERR_NETRC_NOT_FILE`, `ERR_NETRC_TOO_LARGE`
 */
export async function openNetrc(path: string, maxBytes: number): Promise<OpenNetrc | undefined> {
  const handle = await openOrNothing(path)
  if (handle === undefined) return undefined
  try {
    const stats = await handle.stat({ bigint: true })
    if (!stats.isFile()) {
      throw new NetrcError('ERR_NETRC_NOT_FILE', `${path} is not a regular file`, { path })
    }
    if (stats.size > BigInt(maxBytes)) {
      const message = `${path} has ${stats.size} bytes, more than the ${maxBytes} that are allowed`
      throw new NetrcError('ERR_NETRC_TOO_LARGE', message, { path })
    }
    return { bytes: await handle.readFile(), stats }
  } catch (error) {
    throw error instanceof NetrcError ? error : readError(path, error)
  } finally {
    await handle.close()
  }
}

async function openOrNothing(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, O_RDONLY | O_NONBLOCK)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    if (isCode(error, 'ENXIO') || isCode(error, 'EISDIR')) {
      throw new NetrcError('ERR_NETRC_NOT_FILE', `${path} is not a regular file`, { path })
    }
    throw readError(path, error)
  }
}

function readError(path: string, cause: unknown): NetrcError {
  return new NetrcError('ERR_NETRC_READ', `Cannot read ${path}: ${reasonOf(cause)}`, {
    path,
    cause,
  })
}

/** Says whether an error of the operating system has this code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** The operating system's code, or the message, of an error; neither holds file content. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code)
  return error instanceof Error ? error.message : String(error)
}
