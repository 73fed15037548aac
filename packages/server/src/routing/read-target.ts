import { findAction } from '../actions/action-list.ts'
import type { Action } from '../actions/action.ts'
import { RefusedError } from '../http/failures.ts'
import { parseActionPath } from './parse-action-path.ts'
import type { ActionPath } from './parse-action-path.ts'

/** What a URL asks for. Shared by requests: nobody changes it. */
export interface RequestTarget {
  readonly url: URL
  readonly pathname: string
  readonly isSecure: boolean
  /** `undefined` outside the context path. */
  readonly path: ActionPath | undefined
  /** The action that the path names, if there is one. */
  readonly action: Action | undefined
  readonly hasQuery: boolean
}

/**
 * Reads URLs below one context path.
 *
 * @throws {RefusedError} 400 for a host that is none; see {@link parseActionPath}.
 */
export type ReadTarget = (url: string) => RequestTarget

const maxKept = 1000
const maxLength = 500

/** Returns a reader that keeps up to a thousand URLs without a query: clients ask for few, again and again. */
export function createTargetReader(contextPath: string): ReadTarget {
  const kept = new Map<string, RequestTarget>()
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const url = readUrl(text)
    const { pathname } = url
    const path = parseActionPath(pathname, contextPath)
    const action = path?.kind === 'action' ? findAction(path.controller, path.action) : undefined
    const hasQuery = url.search !== ''
    const isSecure = url.protocol === 'https:'
    const target = { url, pathname, isSecure, path, action, hasQuery }
    if (hasQuery || text.length > maxLength) return target
    if (kept.size >= maxKept) kept.clear()
    kept.set(text, target)
    return target
  }
}

function readUrl(text: string): URL {
  if (!URL.canParse(text)) throw new RefusedError(400, 'The URL is malformed.')
  return new URL(text)
}
