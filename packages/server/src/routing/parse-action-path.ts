import { RefusedError } from '../http/failures.ts'

/** Where a URL path leads. */
export interface ActionPath {
  /** `action`: controller, action and container are set. `other`: anything else, by its segments. */
  readonly kind: 'action' | 'other'
  /** Lower-cased, such as `query`. */
  readonly controller: string
  /** As written; actions are found without regard to case. */
  readonly action: string
  /** Decoded, with a leading slash and no other; `/` is the root container. */
  readonly containerPath: string
  /** All decoded segments behind the context path. */
  readonly segments: readonly string[]
}

const extension = /\.(api|view|post)$/i

/**
 * Takes a URL path apart into controller, action and container (contract 0.1).
 *
 * path-first        {ctx}/{container}/{controller}-{action}.{api|view|post}
 * controller-first  {ctx}/{controller}/{container}/{action}.{api|view|post}
 *
 * The last segment decides: with a `-` in it the path is path-first, split at the last `-`. Repeated
 * slashes count as one, since Rlabkey sends two. Returns `undefined` outside the context path.
 *
 * @throws {RefusedError} 400 for malformed percent-encoding, `.` or `..`, a backslash or a control
 *   character, encoded or not.
 */
export function parseActionPath(pathname: string, contextPath: string): ActionPath | undefined {
  const path = pathname.replace(/^\/+/, '/')
  if (path !== contextPath && !path.startsWith(`${contextPath}/`)) return undefined
  const segments = path
    .slice(contextPath.length)
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeSegment)

  const last = segments.at(-1) ?? ''
  if (extension.test(last)) {
    const name = last.replace(extension, '')
    const dash = name.lastIndexOf('-')
    const containers = segments.slice(0, -1)
    if (dash > 0) {
      return actionPath(name.slice(0, dash), name.slice(dash + 1), containers, segments)
    }
    const [controller, ...rest] = containers
    if (controller !== undefined) return actionPath(controller, name, rest, segments)
  }
  return { kind: 'other', controller: '', action: '', containerPath: '/', segments }
}

function actionPath(
  controller: string,
  action: string,
  containers: readonly string[],
  segments: readonly string[],
): ActionPath {
  return {
    kind: 'action',
    controller: controller.toLowerCase(),
    action,
    containerPath: `/${containers.join('/')}`,
    segments,
  }
}

function decodeSegment(segment: string): string {
  let decoded: string
  try {
    decoded = decodeURIComponent(segment)
  } catch {
    throw new RefusedError(400, 'The URL has malformed percent-encoding.')
  }
  if (decoded === '.' || decoded === '..' || /[/\\\p{Cc}]/u.test(decoded)) {
    throw new RefusedError(400, 'The URL has a path segment that is not allowed.')
  }
  return decoded
}
