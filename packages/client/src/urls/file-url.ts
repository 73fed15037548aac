import { callerOf } from '../callers.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { parseFilePath, parseRoot, placeUrl } from '../files/file-place.ts'
import { parseContainer } from '../request-url.ts'

/** Which file or folder. */
export interface FileUrlOptions {
  /** From the root of the container's files, as `raw/plate7.csv`. Not encoded. */
  readonly path: string
  /** `@files`, `@pipeline`, `@filesets/NAME` or `@cloud/NAME`. Default: `@files`. */
  readonly root?: string
  /** Default: the client's. */
  readonly container?: string
}

/**
 * Writes the WebDAV address of a file or folder, for people or other programs: labkey-api-python 3.0,
 * `labkey/server_context.py`, `webdav_path`. It holds no credential.
 *
 * @throws {LabKeyOptionsError} for a wrong option
 * @example
 * ```ts
 * const url = fileUrl(labkey, { path: 'raw/plate7.csv', container: '/Demo Study' })
 * console.log(url.href)
 * ```
 */
export function fileUrl(labkey: LabKeyClient, options: FileUrlOptions): URL {
  const where = 'fileUrl'
  const { client } = callerOf(labkey, where)
  const read = readOptions(ownOptions(options, where, ['path', 'root', 'container']), where)
  const container = read.text('container')
  return placeUrl(client.base, {
    container: container === undefined ? client.container : parseContainer(container),
    root: parseRoot(read.text('root') ?? '@files', `${where}: root`),
    path: parseFilePath(read.requiredText('path'), `${where}: path`),
  })
}
