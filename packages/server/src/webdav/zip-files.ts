import { zipSync } from 'fflate'
import type { Zippable } from 'fflate'

import { bytesResponse } from '../http/responses.ts'
import { DavError } from './dav-error.ts'
import type { DavEntry } from './dav-listing.ts'
import type { StoredNode } from './file-store.ts'

// The same limit as for one file that is uploaded: an archive is made as a whole.
const maxBytes = 64 * 1024 * 1024

/**
 * Answers with the files of a folder, or with one file, as a ZIP archive (LabKey/platform
 * `DavController.ZipAction`).
 *
 * `depth` is how many levels of folders are gone into, by default 1, with -1 all of them; `file` (repeat)
 * names the children that are wanted; `zipName` is the archive's name without its ending.
 *
 * @throws {DavError} 413 for more than 64 MiB of files.
 */
export function zipFiles({ node, name, target }: DavEntry, asked: URLSearchParams): Response {
  const depth = Number(asked.get('depth') ?? 1)
  const wanted = new Set(asked.getAll('file'))
  const files: Zippable = {}
  let bytes = 0
  add(node, [], depth < 0 ? Infinity : depth)
  const zipName = asked.get('zipName') || `${target.path?.at(-1) ?? target.container.name} files`
  return bytesResponse('application/zip', new Uint8Array(zipSync(files)), {
    'Content-Disposition': `attachment; filename="${zipName.replace(/[^\w .-]/g, '_')}.zip"`,
  })

  function add(current: StoredNode | undefined, path: readonly string[], left: number): void {
    if (current === undefined) return
    if (current.kind === 'file') {
      bytes += current.content.byteLength
      if (bytes > maxBytes) throw new DavError(413, 'The files are too large for one archive.')
      files[path.join('/') || name] = [current.content, { mtime: current.modifiedAt }]
      return
    }
    if (!(left > 0)) return
    for (const [childName, child] of current.children) {
      if (path.length > 0 || wanted.size === 0 || wanted.has(childName)) {
        add(child, [...path, childName], left - 1)
      }
    }
  }
}
