import type { LabKeyClient } from '../create-client.ts'
import { readFound } from '../found.ts'
import { isLabKeyError } from '../labkey-error.ts'
import { isObject, present } from '../read-json.ts'
import { dateOf, permissionsOf, type FileEntry } from './file-entry.ts'
import { pathText } from './file-place.ts'
import { aboutFiles, filesCall, readAnswer, withParams } from './files-call.ts'
import type { FilesCall, PathOptions } from './files-call.ts'

/**
 * A range of one byte, else `?method=JSON`: LabKey 24.11, `DavController.GetAction` and `JsonAction`. A HEAD would not
 * do: `serveResource` tells no length in its answer.
 */
export async function stat(labkey: LabKeyClient, options: PathOptions): Promise<FileEntry> {
  return statAt(statCall(labkey, options, 'files.stat'))
}

/** `?method=JSON`: Rlabkey 3.4.1, `labkey.webdav.pathExists`. */
export async function exists(labkey: LabKeyClient, options: PathOptions): Promise<boolean> {
  const call = statCall(labkey, options, 'files.exists')
  try {
    await folderAt(call)
    return true
  } catch (error) {
    if (isLabKeyError(error, 'ERR_LABKEY_NOT_FOUND')) return false
    throw error
  }
}

function statCall(
  labkey: LabKeyClient,
  options: PathOptions,
  name: string,
): FilesCall<PathOptions> {
  const takes = { path: 'text!', root: 'text' } as const
  return filesCall(labkey, options, { name, takes, get: 'webdav-stat' })
}

type At = Pick<FilesCall<object>, 'caller' | 'at' | 'place'>

/** Describes the file or folder that a call is about. */
export async function statAt(call: At): Promise<FileEntry> {
  const { path } = call.place
  const file = path.length === 0 ? undefined : await fileAt(call)
  return file ?? folderAt(call)
}

/** `undefined` for folders, and for what is not there. */
async function fileAt(call: At): Promise<FileEntry | undefined> {
  const { path } = call.place
  try {
    const { openPart } = await import('./open-part.ts')
    const { body, size, head } = await openPart(call, { from: 0, to: 0 })
    body.cancel()
    // A folder that may be looked at in a browser is answered with a page, which has no tag.
    if (head.etag === undefined) return undefined
    return {
      name: path.at(-1) ?? '',
      path: pathText(path),
      type: 'file',
      ...present({
        size,
        modified: dateOf(head.lastModified),
        contentType: head.contentType,
        etag: head.etag,
      }),
    }
  } catch (error) {
    if (isLabKeyError(error, 'ERR_LABKEY_NOT_FOUND')) return undefined
    throw error
  }
}

async function folderAt({ caller, at, place }: At): Promise<FileEntry> {
  // Two, since LabKey takes a limit of one for none (`JsonAction`: "if (limitMax > 0) limitCount++").
  const params = { method: 'JSON', paging: 'true', limit: '2' }
  const call = withParams(at(place.path, { accept: '*/*' }), params)
  const performed = await aboutFiles(() => caller.perform(call))
  return readAnswer(performed, (value) => {
    const { json, objects } = readFound(value)
    objects('files')
    const { permissions } = json
    return {
      name: place.path.at(-1) ?? '',
      path: pathText(place.path),
      type: json['fileCount'] === undefined ? 'file' : 'folder',
      ...present({ permissions: isObject(permissions) ? permissionsOf(permissions) : undefined }),
    }
  })
}
