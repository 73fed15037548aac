import { LabKeyOptionsError } from './labkey-options-error.ts'

/** A container path, taken apart: `/Demo Study/sub` is `['Demo Study', 'sub']`, `/` is `[]`. */
export type ContainerPath = readonly string[]

// Programs ask the same containers over and over; not so many that this would grow for ever.
const mostKept = 1000
const parsed = new Map<string, ContainerPath>()
const encodedPaths = new WeakMap<ContainerPath, string>()
const urls = new Map<string, URL>()

/**
 * Parses a container path; one slash at either end is optional, and a container's GUID will do.
 *
 * @throws {LabKeyOptionsError} for `.`, `..` and empty segments, a backslash, control characters,
 *   and segments that turn into one of these when decoded once more
 */
export function parseContainer(text: string): ContainerPath {
  const known = parsed.get(text)
  if (known !== undefined) return known
  const segments = segmentsOf(text)
  if (parsed.size < mostKept) parsed.set(text, segments)
  return segments
}

function segmentsOf(text: string): ContainerPath {
  const path = text.replace(/^\//, '').replace(/\/$/, '')
  if (path === '') return []
  const segments = path.split('/')
  for (const segment of segments) {
    const problem = problemOf(segment) ?? problemOf(decoded(segment))
    if (problem !== undefined) {
      throw new LabKeyOptionsError(
        `The container ${JSON.stringify(text)} ${problem}; write it as /Project/Folder, not encoded`,
      )
    }
  }
  return segments
}

/** Writes a container path as people write it: `/Demo Study/sub`. */
export function containerText(container: ContainerPath): string {
  return `/${container.join('/')}`
}

/** Says whether a text can be a controller's or an action's name. */
export function isActionName(text: string): boolean {
  return /^[a-z][\w-]*$/i.test(text)
}

/**
 * Builds the path-first URL of an action, `{context path}/{container}/{controller}-{action}.api`,
 * with every segment encoded for itself (contract 0.1). `.api` serves every action: the extension
 * does not change what it does.
 */
export function requestUrl(
  base: URL,
  container: ContainerPath,
  controller: string,
  action: string,
  params: readonly (readonly [string, string])[],
): URL {
  const path = `${encodedPath(container)}${controller}-${action}.api`
  const text = base.href + path
  if (params.length > 0) {
    actionUrl(base, container, path, text)
    return new URL(`${text}?${new URLSearchParams(params.map(([...pair]) => pair)).toString()}`)
  }
  return actionUrl(base, container, path, text)
}

/** Every caller gets the same object, which nobody changes. */
function actionUrl(base: URL, container: ContainerPath, path: string, text: string): URL {
  const known = urls.get(text)
  if (known !== undefined) return known
  const url = new URL(text)
  // Belt and braces: the URL parser must not have understood a segment otherwise than we did.
  if (url.origin !== base.origin || url.pathname !== base.pathname + path) {
    throw new LabKeyOptionsError(`${containerText(container)} cannot be written as a URL path`)
  }
  if (urls.size < mostKept) urls.set(text, url)
  return url
}

/** With a slash behind each segment. */
function encodedPath(container: ContainerPath): string {
  let path = encodedPaths.get(container)
  if (path === undefined) {
    path = container.map((segment) => `${encodeURIComponent(segment)}/`).join('')
    encodedPaths.set(container, path)
  }
  return path
}

function problemOf(segment: string | undefined): string | undefined {
  if (segment === undefined) return undefined
  if (segment === '') return 'holds an empty name'
  if (segment === '.' || segment === '..') return 'holds a dot segment'
  if (/[\\/]/.test(segment)) return 'holds a backslash or an encoded slash'
  if (/\p{Cc}/u.test(segment)) return 'holds a control character'
  if (/\p{Cs}/u.test(segment)) return 'is not well-formed Unicode'
  return undefined
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    // A per cent sign of its own is a name's right.
    return undefined
  }
}
