import type { Call } from '../actions/action.ts'
import { isVisible, permissionsIn } from '../site/container-json.ts'
import { contentTypeOf } from './content-type.ts'
import { davHref, davPath } from './dav-target.ts'
import type { DavTarget } from './dav-target.ts'
import type { StoredNode } from './file-store.ts'
import { etagOf } from './serve-file.ts'

/** Methods that are answered. */
export const davMethods =
  'OPTIONS, GET, HEAD, POST, PUT, DELETE, MKCOL, MOVE, COPY, PROPFIND, JSON, MD5SUM, ZIP'

/** One entry of a listing: a file, a folder, or a container. */
export interface DavEntry {
  readonly target: DavTarget
  readonly name: string
  /** `undefined` for a container, which is listed like a folder. */
  readonly node: StoredNode | undefined
}

/** Returns the entry of a target that is there. */
export function davEntry(target: DavTarget, node: StoredNode | undefined): DavEntry {
  const name = target.path === undefined ? target.container.name : (target.path.at(-1) ?? '@files')
  return { target, name, node }
}

/** Returns what is in a folder, or in a container: its folders that the caller sees, and `@files`. */
export function childrenOf(call: Call, { target, node }: DavEntry): readonly DavEntry[] {
  const { container, path } = target
  if (path !== undefined) {
    if (node?.kind !== 'folder') return []
    return [...node.children].map(([name, child]) =>
      davEntry({ container, path: [...path, name] }, child),
    )
  }
  const folders = call.site.containers
    .childrenOf(container)
    .filter((child) => isVisible(call, child))
    .map((child) => davEntry({ container: child, path: undefined }, undefined))
  const files = call.site.files.find(container.entityId, [])
  return [...folders, davEntry({ container, path: [] }, files)]
}

/** Writes a folder as the method JSON does (contract 5.6); a file is a list of itself. */
export function jsonListing(call: Call, entry: DavEntry): object {
  const isFolder = entry.node?.kind !== 'file'
  const entries = isFolder ? childrenOf(call, entry) : [entry]
  return {
    files: entries.map((child) => describe(call, child)),
    permissions: permissionFlags(call, entry.target),
    ...(isFolder && { fileCount: entries.length }),
  }
}

/** Writes entries as the answer 207 to PROPFIND (RFC 4918, 9.1). */
export function multiStatus(call: Call, entries: readonly DavEntry[]): string {
  const responses = entries.map((entry) => {
    const { node } = entry
    const isFolder = node?.kind !== 'file'
    const modified = new Date(node?.modifiedAt ?? 0)
    const properties = [
      `<D:displayname>${escapeXml(entry.name)}</D:displayname>`,
      `<D:resourcetype>${isFolder ? '<D:collection/>' : ''}</D:resourcetype>`,
      `<D:creationdate>${new Date(node?.createdAt ?? 0).toISOString()}</D:creationdate>`,
      `<D:getlastmodified>${modified.toUTCString()}</D:getlastmodified>`,
      ...(node?.kind === 'file'
        ? [
            `<D:getcontentlength>${node.content.byteLength}</D:getcontentlength>`,
            `<D:getcontenttype>${contentTypeOf(entry.name)}</D:getcontenttype>`,
            `<D:getetag>${escapeXml(etagOf(node))}</D:getetag>`,
          ]
        : []),
    ]
    return (
      `<D:response><D:href>${escapeXml(davHref(call, entry.target, isFolder))}</D:href><D:propstat><D:prop>` +
      `${properties.join('')}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>`
    )
  })
  return `<?xml version="1.0" encoding="utf-8"?>\n<D:multistatus xmlns:D="DAV:">${responses.join('\n')}</D:multistatus>\n`
}

function describe(call: Call, { target, name, node }: DavEntry): object {
  const isFolder = node?.kind !== 'file'
  const href = davHref(call, target, isFolder)
  const { site } = call
  return {
    id: `/${davPath(target, isFolder).join('/')}`,
    href: site.traits.hasEncodedHref
      ? href
      : `${site.options.contextPath}/${davPath(target, isFolder).join('/')}`,
    text: name,
    iconHref: `${site.options.contextPath}/_icons/${isFolder ? 'folder' : 'file'}.gif`,
    options: davMethods,
    ...permissionFlags(call, target),
    creationdate: javaDate(node?.createdAt ?? 0),
    createdby: node?.createdBy ?? '',
    lastmodified: javaDate(node?.modifiedAt ?? 0),
    collection: isFolder,
    leaf: !isFolder,
    ...(node?.kind === 'file' && {
      contentlength: node.content.byteLength,
      size: node.content.byteLength,
      contenttype: contentTypeOf(name),
      etag: etagOf(node),
    }),
  }
}

function permissionFlags(call: Call, { container, path }: DavTarget): object {
  const permissions = permissionsIn(call, container)
  const isFiles = path !== undefined
  return {
    canRead: permissions.includes('read'),
    canUpload: isFiles && permissions.includes('insert'),
    canEdit: isFiles && permissions.includes('update'),
    canDelete: isFiles && path.length > 0 && permissions.includes('delete'),
    canRename: isFiles && path.length > 0 && permissions.includes('delete'),
  }
}

// As Java's Date prints itself, in UTC.
function javaDate(time: number): string {
  const [, day = '', number = '', month = '', year = '', clock = ''] =
    /^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(new Date(time).toUTCString()) ?? []
  return `${day} ${month} ${number} ${clock} UTC ${year}`
}

function escapeXml(text: string): string {
  const codes: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  }
  return text.replace(/[&<>"]/g, (char) => codes[char] ?? char)
}
