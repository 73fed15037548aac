import type { Call } from '../actions/action.ts'
import type { Container } from '../site/container.ts'
import type { Site } from '../site/site.ts'
import { DavError } from './dav-error.ts'
import type { FilePath } from './file-store.ts'

/** First segment of every WebDAV path. */
export const davRoot = '_webdav'

const filesFolder = '@files'

/** What a WebDAV path names: a container, or something in its files. */
export interface DavTarget {
  readonly container: Container
  /** `undefined` for the container itself, which lists its folders and `@files`. */
  readonly path: FilePath | undefined
}

/**
 * Takes decoded segments behind `_webdav` apart: container, `@files`, path.
 *
 * @throws {DavError} 404 if there is no such container or root of files.
 */
export function findDavTarget(site: Site, segments: readonly string[]): DavTarget {
  const at = segments.findIndex((segment) => segment.startsWith('@'))
  const containerPath = `/${(at < 0 ? segments : segments.slice(0, at)).join('/')}`
  const container = site.containers.find(containerPath)
  if (container === undefined || (at >= 0 && segments[at]?.toLowerCase() !== filesFolder)) {
    throw new DavError(404, `Not found: /${segments.join('/')}`)
  }
  return { container, path: at < 0 ? undefined : segments.slice(at + 1) }
}

/** Returns the path of a target below `_webdav`, with a leading slash and a slash behind folders. */
export function davPath({ container, path }: DavTarget, isFolder: boolean): readonly string[] {
  const folders = container.path.split('/').filter((name) => name !== '')
  const files = path === undefined ? [] : [filesFolder, ...path]
  return [davRoot, ...folders, ...files, ...(isFolder ? [''] : [])]
}

/** Returns the URL path of a target, percent-encoded unless the release does not (contract 5.6). */
export function davHref(
  { site }: Pick<Call, 'site'>,
  target: DavTarget,
  isFolder: boolean,
): string {
  const segments = davPath(target, isFolder)
  return `${site.options.contextPath}/${segments.map(encodeURIComponent).join('/')}`
}
