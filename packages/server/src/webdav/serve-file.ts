import type { StoredFile } from './file-store.ts'
import { contentTypeOf } from './content-type.ts'

// What somebody uploaded must not run as a page of this server.
const fileHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  Vary: 'Cookie, Authorization',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Accept-Ranges': 'bytes',
}

/** Returns the weak tag of a file's content (contract 5.6). */
export function etagOf(file: StoredFile): string {
  return `W/"${file.content.byteLength}-${file.modifiedAt}"`
}

/** Answers with a file, or with the part of it that was asked for: one range of bytes. */
export function serveFile(request: Request, name: string, file: StoredFile): Response {
  const { content } = file
  const etag = etagOf(file)
  const headers: Record<string, string> = {
    ...fileHeaders,
    'Content-Type': contentTypeOf(name),
    ETag: etag,
    'Last-Modified': new Date(file.modifiedAt).toUTCString(),
  }
  if (isUnchanged(request, file, etag)) return new Response(null, { status: 304, headers })
  const ifRange = request.headers.get('If-Range')
  const isFresh = ifRange === null || ifRange === etag || ifRange === headers['Last-Modified']
  const range = isFresh ? readRange(request.headers.get('Range'), content.byteLength) : 'all'
  if (range === 'none') {
    headers['Content-Range'] = `bytes */${content.byteLength}`
    return new Response(null, { status: 416, headers })
  }
  const [start, end] = range === 'all' ? [0, content.byteLength] : range
  if (range !== 'all') {
    headers['Content-Range'] = `bytes ${start}-${end - 1}/${content.byteLength}`
  }
  headers['Content-Length'] = String(end - start)
  const part = new Uint8Array(content.subarray(start, end))
  return new Response(part, { status: range === 'all' ? 200 : 206, headers })
}

function isUnchanged(request: Request, file: StoredFile, etag: string): boolean {
  const tags = request.headers.get('If-None-Match')
  if (tags !== null) return tags.split(',').some((tag) => tag.trim() === etag || tag.trim() === '*')
  const since = Date.parse(request.headers.get('If-Modified-Since') ?? '')
  return !Number.isNaN(since) && Math.floor(file.modifiedAt / 1000) * 1000 <= since
}

/**
 * Reads a Range header (RFC 9110, 14.1): `[start, end)`, `all` for none or one that is not understood,
 * several ranges too, `none` for one that lies outside.
 */
function readRange(
  header: string | null,
  size: number,
): readonly [number, number] | 'all' | 'none' {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (first === '' && last === '') return 'all'
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'none' : [size - length, size]
  }
  const start = Number(first)
  const end = last === '' ? size : Math.min(Number(last) + 1, size)
  if (last !== '' && Number(last) < start) return 'all'
  return start >= size ? 'none' : [start, end]
}
