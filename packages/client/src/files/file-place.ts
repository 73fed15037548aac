import { LabKeyOptionsError } from '../labkey-options-error.ts'
import type { ContainerPath } from '../request-url.ts'

/** Names from the root of a container's files down to a file or folder; none for the root itself. */
export type FilePath = readonly string[]

/** Where a file is. */
export interface FilePlace {
  readonly container: ContainerPath
  /** As `@files`, or `@filesets/raw`. */
  readonly root: string
  readonly path: FilePath
}

/**
 * Reads a path below the root of files; a slash at either end is optional.
 *
 * @throws {LabKeyOptionsError} for names that no file can have, or that would lead elsewhere; shows none of it
 */
export function parseFilePath(text: string, where: string): FilePath {
  const path = text.replace(/^\//, '').replace(/\/$/, '')
  if (path === '') return []
  const names = path.split('/')
  for (const name of names) {
    const problem = nameProblem(name)
    if (problem !== undefined) {
      throw new LabKeyOptionsError(
        `${where} must be names parted by slashes, as raw/plate7.csv, not encoded: one ${problem}`,
      )
    }
  }
  return names
}

/**
 * Reads the root of files: `@files`, `@pipeline`, `@filesets/NAME` or `@cloud/NAME` (contract 5.6).
 *
 * @throws {LabKeyOptionsError} for anything else
 */
export function parseRoot(root: string, where: string): string {
  const [head = '', name, ...more] = root.split('/')
  const isNamed = name !== undefined && nameProblem(name) === undefined
  if (more.length > 0 || !/^@\w+$/.test(head) || (name !== undefined && !isNamed)) {
    throw new LabKeyOptionsError(`${where} must be a root such as @files, or @filesets/raw`)
  }
  return root
}

/** Says what is wrong with the name of a file, as the end of a sentence; `undefined`: nothing. */
export function nameProblem(name: string): string | undefined {
  for (const text of [name, decoded(name)]) {
    if (text === '') return 'is empty'
    if (text === '.' || text === '..') return 'is a dot segment'
    if (/[\\/]/.test(text)) return 'holds a backslash or an encoded slash'
    // Tomcat takes what follows for parameters of the path, encoded or not: `a;1` and `a;2` are both written to `a`.
    if (text.includes(';')) return 'holds a semicolon, at which LabKey cuts names off'
    if (/\p{Cc}/u.test(text)) return 'holds a control character'
    if (/\p{Cs}/u.test(text)) return 'is not well-formed Unicode'
  }
  return undefined
}

/** A server in the middle may decode once more than it should. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    // A per cent sign of its own is a name's right.
    return name
  }
}

/** Writes a path as people do: `/raw/plate7.csv`. */
export function pathText(path: FilePath): string {
  return `/${path.join('/')}`
}

/** Builds the address of a file, every name encoded for itself. */
export function placeUrl(base: URL, { container, root, path }: FilePlace): URL {
  const names = ['_webdav', ...container, ...root.split('/'), ...path]
  const url = new URL(base.href + names.map(encodeURIComponent).join('/'))
  // Belt and braces: the URL parser must not have understood a name otherwise than we did.
  const depth = base.pathname.split('/').length - 1 + names.length
  if (url.origin !== base.origin || url.pathname.split('/').length !== depth) {
    throw new LabKeyOptionsError('This path cannot be written as a URL path')
  }
  return url
}
