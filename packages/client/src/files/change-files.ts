import type { Call } from '../call.ts'
import { parseContainer } from '../request-url.ts'
import type { LabKeyClient } from '../create-client.ts'
import { LabKeyOptionsError } from '../labkey-options-error.ts'
import { parseFilePath, parseRoot, placeUrl, type FilePath } from './file-place.ts'
import { filesCall, looking, withParams, type FilesCall, type PathOptions } from './files-call.ts'
import { statAt } from './stat.ts'

/** Which folder to make. */
export interface CreateDirectoryOptions extends PathOptions {
  /** Makes the folders above it, too, and takes one that is there already. Default: false. */
  readonly recursive?: boolean
}

/** What to delete. */
export interface RemoveOptions extends PathOptions {
  /** Whether a folder may go, with everything in it. Default: false. */
  readonly recursive?: boolean
}

/** From where to where. */
export interface TransferOptions extends PathOptions {
  /** The new path, name included; its folder must be there. */
  readonly to: string
  /** Default: that of the call. */
  readonly toContainer?: string
  /** Default: `root`. */
  readonly toRoot?: string
  /** Whether what is there may go: a file, or a whole folder. Default: false. */
  readonly overwrite?: boolean
}

/** `MKCOL`: LabKey 24.11, `DavController.MkcolAction`; Rlabkey 3.4.1, `labkey.webdav.mkDir`. */
export async function createDirectory(
  labkey: LabKeyClient,
  options: CreateDirectoryOptions,
): Promise<void> {
  const call = changeCall(labkey, options, {
    name: 'files.createDirectory',
    takes: { path: 'text!', root: 'text', recursive: 'flag' },
    post: 'webdav-createDirectory',
  })
  await createFolder(call, call.place.path, call.values.recursive ?? false)
}

/** Makes a folder. */
export async function createFolder(
  call: Pick<FilesCall<object>, 'caller' | 'at'>,
  path: FilePath,
  recursive: boolean,
): Promise<void> {
  await change(call, call.at(path), 'MKCOL', recursive ? { createIntermediates: 'true' } : {})
}

/** `DELETE`: LabKey 24.11, `DavController.DeleteAction`; Rlabkey 3.4.1, `labkey.webdav.delete`. */
export async function remove(labkey: LabKeyClient, options: RemoveOptions): Promise<void> {
  const call = changeCall(labkey, options, {
    name: 'files.remove',
    takes: { path: 'text!', root: 'text', recursive: 'flag' },
    post: 'webdav-remove',
  })
  if (call.values.recursive !== true && (await statAt(looking(call))).type === 'folder') {
    throw new LabKeyOptionsError('files.remove: this is a folder; say recursive: true to delete it')
  }
  await removeAt(call, call.place.path)
}

/** Deletes a file, or a folder with everything in it. */
export async function removeAt(
  call: Pick<FilesCall<object>, 'caller' | 'at'>,
  path: FilePath,
): Promise<void> {
  await change(call, call.at(path), 'DELETE')
}

/** `MOVE`: LabKey 24.11, `DavController.MoveAction`. */
export function move(labkey: LabKeyClient, options: TransferOptions): Promise<void> {
  return transfer(labkey, options, 'move')
}

/** `COPY`: LabKey 24.11, `DavController.CopyAction`. */
export function copy(labkey: LabKeyClient, options: TransferOptions): Promise<void> {
  return transfer(labkey, options, 'copy')
}

async function transfer(
  labkey: LabKeyClient,
  options: TransferOptions,
  does: 'move' | 'copy',
): Promise<void> {
  const name = `files.${does}`
  const call = changeCall(labkey, options, {
    name,
    takes: {
      path: 'text!',
      root: 'text',
      to: 'text!',
      toContainer: 'text',
      toRoot: 'text',
      overwrite: 'flag',
    },
    post: `webdav-${does}`,
  })
  const { place, values, caller } = call
  const { to, toContainer, toRoot, overwrite = false } = values
  const destination = {
    container: toContainer === undefined ? place.container : parseContainer(toContainer),
    root: toRoot === undefined ? place.root : parseRoot(toRoot, `${name}: toRoot`),
    path: notRoot(parseFilePath(to, `${name}: to`), `${name}: to`),
  }
  const headers = {
    Destination: placeUrl(caller.client.base, destination).href,
    Overwrite: overwrite ? 'T' : 'F',
  }
  await change(call, call.at(place.path, { headers }), does.toUpperCase())
}

/** The root of a container's files is none of a program's to change. */
function changeCall<Options extends PathOptions>(
  ...given: Parameters<typeof filesCall<Options>>
): FilesCall<Options> {
  const call = filesCall(...given)
  notRoot(call.place.path, `${given[2].name}: path`)
  return call
}

function notRoot(path: FilePath, where: string): FilePath {
  if (path.length > 0) return path
  throw new LabKeyOptionsError(`${where} must be a file or folder, not the root of all`)
}

/** A POST stands for any method (contract 5.6), and passes proxies that know the usual ones only. */
async function change(
  call: Pick<FilesCall<object>, 'caller'>,
  what: Call,
  method: string,
  params: object = {},
): Promise<void> {
  const { sendChange } = await import('./send-change.ts')
  await sendChange(call, withParams(what, { method, ...params }))
}
