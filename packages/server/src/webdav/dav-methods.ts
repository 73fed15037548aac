import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'

import type { Call } from '../actions/action.ts'
import { renewCaller } from '../auth/renew-caller.ts'
import { readParameters } from '../http/parameters.ts'
import { maxUploadBytes, readBody } from '../http/read-body.ts'
import { jsonResponse, textAreaResponse } from '../http/responses.ts'
import { parseActionPath } from '../routing/parse-action-path.ts'
import { requirePermission } from '../write/open-target.ts'
import { checkDeclaration } from '../routing/check-declaration.ts'
import { childrenOf, davEntry, davMethods, jsonListing, multiStatus } from './dav-listing.ts'
import type { DavEntry } from './dav-listing.ts'
import { DavError } from './dav-error.ts'
import { davRoot, findDavTarget } from './dav-target.ts'
import type { DavTarget } from './dav-target.ts'
import { copyNode, emptyFolder } from './file-store.ts'
import type { FilePath, StoredFile, StoredNode } from './file-store.ts'
import { serveFile } from './serve-file.ts'
import { zipFiles } from './zip-files.ts'

/** A WebDAV request on its way to its method; the caller may read the target's container. */
export interface DavCall {
  readonly call: Call
  readonly target: DavTarget
}

/** Does one method. */
export type DavHandler = (dav: DavCall) => Response | Promise<Response>

/** Most bytes that all files of a server may have together. */
const maxStoredBytes = 256 * 1024 * 1024

/** What each method does (contract 5.6). */
export const davHandlers: ReadonlyMap<string, DavHandler> = new Map<string, DavHandler>([
  ['OPTIONS', options],
  ['GET', get],
  ['HEAD', get],
  ['JSON', listJson],
  ['PROPFIND', propfind],
  ['MD5SUM', md5sum],
  ['ZIP', zip],
  ['PUT', put],
  ['POST', upload],
  ['MKCOL', makeFolder],
  ['DELETE', remove],
  ['MOVE', (dav: DavCall) => transfer(dav, true)],
  ['COPY', (dav: DavCall) => transfer(dav, false)],
  // As LabKey answers it: "throw new DavException(WebdavStatus.SC_NOT_IMPLEMENTED)".
  ['PROPPATCH', refuseProperties],
])

function options(): Response {
  return new Response(null, { status: 200, headers: { Allow: davMethods, DAV: '1' } })
}

function get(dav: DavCall): Response {
  const { node, name } = requireEntry(dav)
  // "allowHtmlListing" is off: a folder has no page (LabKey/platform DavController.java).
  if (node?.kind !== 'file')
    throw new DavError(404, `${name} is a folder; list it with method=JSON.`)
  return serveFile(dav.call.request, name, node)
}

function listJson(dav: DavCall): Response {
  return jsonResponse(jsonListing(dav.call, requireEntry(dav)))
}

// "Depth: infinity" would list everything at once, so it is refused (RFC 4918, 9.1).
function propfind(dav: DavCall): Response {
  const entry = requireEntry(dav)
  const [depth = '1', flag] = (dav.call.request.headers.get('Depth') ?? '1')
    .toLowerCase()
    .split(',')
  if (depth !== '0' && depth !== '1') throw new DavError(403, 'Depth must be 0 or 1.')
  const entries = [
    ...(flag === 'noroot' ? [] : [entry]),
    ...(depth === '1' ? childrenOf(dav.call, entry) : []),
  ]
  return new Response(multiStatus(dav.call, entries), {
    status: 207,
    headers: { 'Content-Type': 'application/xml;charset=utf-8', 'Cache-Control': 'no-store' },
  })
}

// "out.write(r.getMD5(getUser()) + " *" + r.getName() + "\n")" (LabKey/platform DavController.java).
function md5sum(dav: DavCall): Response {
  const entry = requireEntry(dav)
  const entries = entry.node?.kind === 'file' ? [entry] : childrenOf(dav.call, entry)
  const lines = entries.flatMap(({ node, name }) =>
    node?.kind === 'file'
      ? [`${createHash('md5').update(node.content).digest('hex')} *${name}\n`]
      : [],
  )
  return new Response(lines.join(''), {
    headers: { 'Content-Type': 'text/plain;charset=utf-8', 'Cache-Control': 'no-store' },
  })
}

function zip(dav: DavCall): Response {
  return zipFiles(requireEntry(dav), dav.call.url.searchParams)
}

function refuseProperties(): never {
  throw new DavError(501, 'Properties cannot be changed.')
}

async function put(dav: DavCall): Promise<Response> {
  const { call } = dav
  const { headers } = call.request
  const overwrite = headers.get('Overwrite') ?? call.url.searchParams.get('overwrite') ?? 'T'
  const modified = Number(headers.get('X-LABKEY-Last-Modified') ?? Number.NaN)
  const path = filePathOf(dav)
  checkPut(dav, path)
  const content = await readBody(call.request, maxUploadBytes)
  return store(await renewed(dav), path, content, {
    mayReplace: /^(t|true|1|yes)$/i.test(overwrite),
    modifiedAt: Number.isFinite(modified) ? modified : call.site.clock.now(),
  })
}

// A form with a file, sent to the folder that takes it.
async function upload(dav: DavCall): Promise<Response> {
  const { call } = dav
  const folder = filePathOf(dav, true)
  requirePermission(call, 'insert')
  const { files } = await readParameters(call.request, call.url, 'data')
  const [file] = files
  if (file === undefined) throw new DavError(400, 'The form has no file.')
  const [name] = checkNames([file.fileName])
  const response = store(
    await renewed(dav),
    [...folder, name ?? ''],
    Buffer.from(await file.content.arrayBuffer()),
    {
      mayReplace: /^(t|true)$/i.test(call.url.searchParams.get('overwrite') ?? 'T'),
      modifiedAt: call.site.clock.now(),
    },
  )
  const body = { success: response.status < 400, status: response.status }
  return call.request.headers.get('X-Requested-With') === 'XMLHttpRequest'
    ? jsonResponse(body)
    : textAreaResponse(body)
}

function store(
  { call, target }: DavCall,
  path: FilePath,
  content: Buffer,
  how: { readonly mayReplace: boolean; readonly modifiedAt: number },
): Response {
  const { files, clock } = call.site
  const { entityId } = target.container
  const before = checkPut({ call, target }, path)
  if (before !== undefined && !how.mayReplace) throw new DavError(208, 'Cannot overwrite file')
  const freed = before?.content.byteLength ?? 0
  if (files.size() - freed + content.byteLength > maxStoredBytes) {
    throw new DavError(507, 'There is no room for the file.')
  }
  const file: StoredFile = {
    kind: 'file',
    content,
    createdAt: before?.createdAt ?? clock.now(),
    createdBy: before?.createdBy ?? call.caller.user.displayName,
    modifiedAt: how.modifiedAt,
  }
  if (!files.put(entityId, path, file)) throw new DavError(409, 'The folder does not exist.')
  return empty(before === undefined ? 201 : 200)
}

// Asked before the body is read, and once more when it is there.
function checkPut({ call, target }: DavCall, path: FilePath): StoredFile | undefined {
  const before = call.site.files.find(target.container.entityId, path)
  if (before?.kind === 'folder') throw new DavError(405, 'There is a folder of that name.')
  requirePermission(call, before === undefined ? 'insert' : 'update')
  return before
}

async function renewed({ call, target }: DavCall): Promise<DavCall> {
  const caller = await renewCaller(call.site, call.caller, call.request.headers)
  const container = call.site.containers.find(`/${target.container.entityId}`)
  if (container === undefined) throw new DavError(404, 'The folder was deleted meanwhile.')
  const again = { ...call, caller, container }
  checkDeclaration(again)
  return { call: again, target: { ...target, container } }
}

function makeFolder(dav: DavCall): Response {
  const { call, target } = dav
  const { files, clock } = call.site
  const { entityId } = target.container
  const path = filePathOf(dav)
  requirePermission(call, 'insert')
  if (files.find(entityId, path) !== undefined) throw new DavError(405, 'It exists already.')
  const isDeep = /^true$/i.test(call.url.searchParams.get('createIntermediates') ?? '')
  const starts = path.map((_, index) => path.slice(0, index + 1))
  for (const part of isDeep ? starts : [path]) {
    if (files.find(entityId, part)?.kind === 'folder') continue
    const folder = emptyFolder(clock.now(), call.caller.user.displayName)
    if (files.find(entityId, part) !== undefined || !files.put(entityId, part, folder)) {
      throw new DavError(409, 'The folder above does not exist.')
    }
  }
  return empty(201)
}

function remove(dav: DavCall): Response {
  const { call, target } = dav
  const path = filePathOf(dav)
  requireEntry(dav)
  requirePermission(call, 'delete')
  call.site.files.remove(target.container.entityId, path)
  return empty(204)
}

function transfer(dav: DavCall, isMove: boolean): Response {
  const { call, target } = dav
  const { files } = call.site
  const from = filePathOf(dav)
  const { node } = requireEntry(dav)
  if (node === undefined) throw new DavError(403, 'A folder of the server is not moved this way.')
  if (isMove) requirePermission(call, 'delete')
  const to = destinationOf(dav)
  const path = filePathOf({ call, target: to })
  const there = { ...call, container: to.container }
  const before = files.find(to.container.entityId, path)
  requirePermission(there, before === undefined ? 'insert' : 'update')
  checkDeclaration(there)
  if (to.container === target.container && from.every((name, index) => path[index] === name)) {
    throw new DavError(403, 'The destination lies in what is moved or copied.')
  }
  const mayReplace = /^t/i.test(call.request.headers.get('Overwrite') ?? 'F')
  if (before !== undefined && !mayReplace) throw new DavError(412, 'The destination exists.')
  const copy: StoredNode = copyNode(node)
  if (!isMove && files.size() + bytesOf(copy) > maxStoredBytes) {
    throw new DavError(507, 'There is no room for the copy.')
  }
  if (!files.put(to.container.entityId, path, copy)) {
    throw new DavError(409, 'The folder of the destination does not exist.')
  }
  if (isMove) files.remove(target.container.entityId, from)
  return empty(before === undefined ? 201 : 204)
}

function destinationOf({ call }: DavCall): DavTarget {
  const header = call.request.headers.get('Destination')
  if (!header) throw new DavError(400, 'A Destination is missing.')
  const url = URL.canParse(header, call.url.href) ? new URL(header, call.url) : undefined
  if (url === undefined || url.host !== call.url.host) {
    throw new DavError(502, 'The Destination is on another server.')
  }
  const [root, ...segments] =
    parseActionPath(url.pathname, call.site.options.contextPath)?.segments ?? []
  if (root !== davRoot) throw new DavError(403, 'The Destination is no place for files.')
  return findDavTarget(call.site, segments)
}

function requireEntry({ call, target }: DavCall): DavEntry {
  const { container, path } = target
  if (path === undefined) return davEntry(target, undefined)
  const node = call.site.files.find(container.entityId, path)
  if (node === undefined) throw new DavError(404, `Not found: ${path.join('/')}`)
  return davEntry(target, node)
}

function filePathOf({ target }: DavCall, isFolderAllowed = false): FilePath {
  const { path } = target
  if (path === undefined || (path.length === 0 && !isFolderAllowed)) {
    throw new DavError(
      path === undefined ? 403 : 405,
      'This folder of the server cannot be changed.',
    )
  }
  return checkNames(path)
}

function checkNames(names: FilePath): FilePath {
  const wrong = names.find(
    (name) => /[/\\\p{Cc}]/u.test(name) || /^\.{0,2}$/.test(name) || name.length > 255,
  )
  if (wrong !== undefined) throw new DavError(400, 'The name is not allowed.')
  return names
}

function bytesOf(node: StoredNode): number {
  if (node.kind === 'file') return node.content.byteLength
  return [...node.children.values()].reduce((sum, child) => sum + bytesOf(child), 0)
}

function empty(status: number): Response {
  return new Response(null, { status, headers: status === 204 ? {} : { 'Content-Length': '0' } })
}
