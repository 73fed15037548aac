import { RefusedError } from '../http/failures.ts'
import { davRoot } from '../webdav/dav-target.ts'
import { parseActionPath } from './parse-action-path.ts'

/** Returns the `controller-action` of a URL in lower case, `webdav` for files, `undefined` for the rest. */
export function nameAction(url: string, contextPath: string): string | undefined {
  try {
    const path = parseActionPath(new URL(url).pathname, contextPath)
    if (path?.kind === 'action') return `${path.controller}-${path.action}`.toLowerCase()
    return path?.segments[0] === davRoot ? 'webdav' : undefined
  } catch (error) {
    if (error instanceof RefusedError) return undefined
    throw error
  }
}
