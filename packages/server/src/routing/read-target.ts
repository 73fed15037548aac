import { parseActionPath } from './parse-action-path.ts'
import type { ActionPath } from './parse-action-path.ts'

/** What a URL asks for. Shared by requests: nobody changes it. */
export interface RequestTarget {
  readonly url: URL
  readonly pathname: string
  readonly isSecure: boolean
  /** `undefined` outside the context path. */
  readonly path: ActionPath | undefined
}

/** Reads URLs below one context path. @throws {RefusedError} 400, see {@link parseActionPath}. */
export type ReadTarget = (url: string) => RequestTarget

const maxKept = 1000
const maxLength = 500

/** Returns a reader that keeps up to a thousand URLs without a query: clients ask for few, again and again. */
export function createTargetReader(contextPath: string): ReadTarget {
  const kept = new Map<string, RequestTarget>()
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const url = new URL(text)
    const { pathname } = url
    const path = parseActionPath(pathname, contextPath)
    const target = { url, pathname, isSecure: url.protocol === 'https:', path }
    if (url.search !== '' || text.length > maxLength) return target
    if (kept.size >= maxKept) kept.clear()
    kept.set(text, target)
    return target
  }
}
