import { NotFound } from '../found.ts'
import { numberOf, present, textOf, type Json } from '../read-json.ts'
import { pathText, type FilePath } from './file-place.ts'

/** What the user may do with a file, or in a folder. */
export type FilePermission = 'read' | 'upload' | 'edit' | 'delete' | 'rename'

/** A file or folder of a container. */
export interface FileEntry {
  /** As the server has it: it may hold anything but a slash. `''` for the root. */
  readonly name: string
  /** From the root, as `/raw/plate7.csv`. */
  readonly path: string
  readonly type: 'file' | 'folder'
  /** In bytes; absent for folders. */
  readonly size?: number
  /** To the second in lists. Absent for folders. */
  readonly modified?: Date
  readonly created?: Date
  /** The name that the server shows. */
  readonly createdBy?: string
  readonly description?: string
  /** By the ending of the name, as `text/csv`. */
  readonly contentType?: string
  /** Changes with every change of the content. */
  readonly etag?: string
  /** Absent where the server was not asked for them. */
  readonly permissions?: readonly FilePermission[]
}

const permissions = ['read', 'upload', 'edit', 'delete', 'rename'] as const

/**
 * Reads an entry of a list: LabKey 24.11, `core/src/org/labkey/core/webdav/DavController.java`,
 * `JSONResourceWriter.writeProperties`.
 *
 * @throws {NotFound} for one without a name, or with one that leads elsewhere
 */
export function entryOf(json: Json, folder: FilePath): FileEntry {
  const name = textOf(json['text'])
  if (name === undefined || /^\.{0,2}$|\//.test(name)) throw new NotFound('text')
  const isFolder = json['collection'] === true || json['leaf'] === false
  return {
    name,
    path: pathText([...folder, name]),
    type: isFolder ? 'folder' : 'file',
    ...present({
      size: isFolder ? undefined : (numberOf(json['size']) ?? numberOf(json['contentlength'])),
      modified: isFolder ? undefined : dateOf(json['lastmodified']),
      created: dateOf(json['creationdate']),
      createdBy: textOf(json['createdby']),
      description: textOf(json['description']),
      contentType: textOf(json['contenttype']),
      etag: textOf(json['etag']),
      permissions: permissionsOf(json),
    }),
  }
}

/** Reads the flags `canRead`, `canUpload` …; `undefined` where there are none. */
export function permissionsOf(json: Json): readonly FilePermission[] | undefined {
  if (typeof json['canRead'] !== 'boolean') return undefined
  return permissions.filter((name) => json[`can${name[0]?.toUpperCase()}${name.slice(1)}`] === true)
}

/** Reads a date; one that is none is left out. */
export function dateOf(value: unknown): Date | undefined {
  const date = typeof value === 'string' ? new Date(value) : undefined
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date
}
