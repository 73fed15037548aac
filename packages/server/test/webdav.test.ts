import type { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { connect } from 'node:net'

import { strFromU8, unzipSync } from 'fflate'
import { beforeEach, describe, expect, test } from 'vitest'

import type { Server } from '@wellkey/server'

import { basic, openBrowser } from './browser.ts'
import { emailOf, passwords, seededServer } from './seed.ts'
import type { Name } from './seed.ts'

let server: Server
const files = '/_webdav/Lab/@files'

beforeEach(() => {
  server = seededServer({ clock: { now: () => Date.UTC(2024, 9, 24, 10), monotonic: () => 0 } })
})

async function dav(
  method: string,
  path: string,
  parts: {
    headers?: Record<string, string>
    body?: string | Uint8Array | FormData
    as?: Name | 'guest'
    on?: Server
  } = {},
): Promise<Response> {
  const { headers = {}, body, as = 'editor', on = server } = parts
  const credentials = as === 'guest' ? {} : basic(passwords[as], emailOf(as))
  return on.fetch(
    new Request(`http://labkey.test${path}`, {
      method,
      headers: { ...credentials, ...headers },
      ...(body !== undefined && { body: body as string }),
    }),
  )
}

const statusOf = async (...parts: Parameters<typeof dav>): Promise<number> =>
  (await dav(...parts)).status

interface Listing {
  readonly files: readonly Record<string, unknown>[]
  readonly fileCount?: number
  readonly permissions: object
}
async function list(path: string, as: Name | 'guest' = 'editor'): Promise<Listing> {
  return (await (await dav('GET', `${path}?method=JSON`, { as })).json()) as Listing
}
const names = async (path: string): Promise<unknown> =>
  (await list(path)).files.map(({ text }) => text)

describe('files', () => {
  const content = Uint8Array.from({ length: 1000 }, (_, index) => (index * 37) % 256)

  test('PUT makes 201 and replaces 200; GET and HEAD give the very bytes, by other releases too', async () => {
    expect(await statusOf('PUT', `${files}/a%20b.bin`, { body: content })).toBe(201)
    expect(await statusOf('PUT', `${files}/a%20b.bin`, { body: content })).toBe(200)
    const response = await dav('GET', `${files}/a b.bin`, { as: 'reader' })
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(content)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-length': '1000',
      'content-type': 'application/octet-stream',
      'accept-ranges': 'bytes',
      'last-modified': 'Thu, 24 Oct 2024 10:00:00 GMT',
      etag: `W/"1000-${Date.UTC(2024, 9, 24, 10)}"`,
    })
    const head = await dav('HEAD', `${files}/a b.bin`)
    expect([head.status, head.headers.get('Content-Length'), await head.text()]).toEqual([
      200,
      '1000',
      '',
    ])
  })

  test.each([
    ['bytes=0-9', 206, 0, 10],
    ['bytes=990-', 206, 990, 1000],
    ['bytes=-5', 206, 995, 1000],
    ['bytes=-5000', 206, 0, 1000],
    ['bytes=500-99999', 206, 500, 1000],
    ['bytes=9-3', 200, 0, 1000],
    ['bytes=0-1,5-6', 200, 0, 1000],
    ['lines=1-2', 200, 0, 1000],
    ['bytes=1000-', 416, 0, 0],
    ['bytes=-0', 416, 0, 0],
  ])('Range %s is answered %i', async (range, status, start, end) => {
    await dav('PUT', `${files}/f.bin`, { body: content })
    const response = await dav('GET', `${files}/f.bin`, { headers: { Range: range } })
    expect(response.status).toBe(status)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(content.slice(start, end))
    const shown = { 200: null, 206: `bytes ${start}-${end - 1}/1000`, 416: 'bytes */1000' }
    expect(response.headers.get('Content-Range')).toBe(shown[status as 200])
  })

  test('If-None-Match and If-Modified-Since give 304, If-Range the whole when it changed', async () => {
    await dav('PUT', `${files}/f.txt`, { body: 'x' })
    const etag = (await dav('GET', `${files}/f.txt`)).headers.get('ETag') ?? ''
    const status = (headers: Record<string, string>): Promise<number> =>
      statusOf('GET', `${files}/f.txt`, { headers })
    expect(await status({ 'If-None-Match': etag })).toBe(304)
    expect(await status({ 'If-None-Match': '"other"' })).toBe(200)
    expect(await status({ 'If-Modified-Since': 'Thu, 24 Oct 2024 10:00:00 GMT' })).toBe(304)
    expect(await status({ 'If-Modified-Since': 'Thu, 24 Oct 2024 09:59:59 GMT' })).toBe(200)
    expect(await status({ Range: 'bytes=0-0', 'If-Range': '"other"' })).toBe(200)
    expect(await status({ Range: 'bytes=0-0', 'If-Range': etag })).toBe(206)
  })

  test.each([
    [{ Overwrite: 'F' }, ''],
    [{}, '?overwrite=F'],
  ])('an upload that must not replace is answered 208: %j %s', async (headers, query) => {
    await dav('PUT', `${files}/f.txt`, { body: 'old' })
    const response = await dav('PUT', `${files}/f.txt${query}`, {
      body: 'new',
      headers,
    })
    expect([response.status, await response.text()]).toEqual([208, 'Cannot overwrite file\n'])
    expect(await (await dav('GET', `${files}/f.txt`)).text()).toBe('old')
  })

  test('X-LABKEY-Last-Modified is kept, MD5SUM sums', async () => {
    await dav('PUT', `${files}/f.txt`, { body: 'x', headers: { 'X-LABKEY-Last-Modified': '0' } })
    expect((await dav('GET', `${files}/f.txt`)).headers.get('Last-Modified')).toBe(
      'Thu, 01 Jan 1970 00:00:00 GMT',
    )
    const sum = createHash('md5').update('x').digest('hex')
    expect(await (await dav('GET', `${files}/f.txt?method=MD5SUM`)).text()).toBe(`${sum} *f.txt\n`)
  })

  test('ZIP packs what is asked for, as deep as is asked for', async () => {
    await dav('MKCOL', `${files}/pack`)
    await dav('MKCOL', `${files}/pack/deep`)
    await dav('PUT', `${files}/pack/one.txt`, { body: 'one' })
    await dav('PUT', `${files}/pack/two.txt`, { body: 'two' })
    await dav('PUT', `${files}/pack/deep/three.txt`, { body: 'three' })
    const packed = async (query: string): Promise<Record<string, string>> => {
      const answer = await dav('GET', `${files}/pack?method=ZIP${query}`)
      expect(answer.headers.get('Content-Type')).toBe('application/zip')
      const entries = Object.entries(unzipSync(new Uint8Array(await answer.arrayBuffer())))
      return Object.fromEntries(entries.map(([name, bytes]) => [name, strFromU8(bytes)]))
    }
    expect(await packed('')).toEqual({ 'one.txt': 'one', 'two.txt': 'two' })
    expect(await packed('&depth=-1&file=deep')).toEqual({ 'deep/three.txt': 'three' })
    expect(await packed('&file=two.txt&depth=5')).toEqual({ 'two.txt': 'two' })
    const named = await dav('GET', `${files}/pack?method=ZIP&zipName=my%0d%22zip`)
    expect(named.headers.get('Content-Disposition')).toBe('attachment; filename="my__zip.zip"')
    expect(await dav('PROPPATCH', `${files}/pack`)).toMatchObject({ status: 501 })
  })

  test('a page that was uploaded runs no script', async () => {
    await dav('PUT', `${files}/x.html`, { body: '<script>alert(1)</script>' })
    const { headers } = await dav('GET', `${files}/x.html`)
    expect(headers.get('Content-Security-Policy')).toBe("default-src 'none'; sandbox")
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
  })

  test('a form upload needs a CSRF token and answers JSON to scripts', async () => {
    const form = new FormData()
    form.set('file', new File(['hello'], 'up.txt'))
    expect(await statusOf('POST', files, { body: form })).toBe(401)
    const token = 'ab'.repeat(32)
    const headers = {
      Cookie: `X-LABKEY-CSRF=${token}`,
      'X-LABKEY-CSRF': token,
      'X-Requested-With': 'XMLHttpRequest',
    }
    expect(await (await dav('POST', files, { body: form, headers })).json()).toEqual({
      success: true,
      status: 201,
    })
    expect(await (await dav('GET', `${files}/up.txt`)).text()).toBe('hello')
  })
})

describe('folders', () => {
  test('MKCOL, listing, DELETE', async () => {
    expect(await statusOf('MKCOL', `${files}/a`)).toBe(201)
    expect(await statusOf('MKCOL', `${files}/a`)).toBe(405)
    expect(await statusOf('MKCOL', `${files}/b/c`)).toBe(409)
    expect(await statusOf('MKCOL', `${files}/b/c?createIntermediates=true`)).toBe(201)
    expect(await statusOf('PUT', `${files}/nowhere/f.txt`, { body: 'x' })).toBe(409)
    expect(await statusOf('PUT', `${files}/a`, { body: 'x' })).toBe(405)
    await dav('PUT', `${files}/b/f.txt`, { body: 'x' })
    expect(await names(files)).toEqual(['a', 'b'])
    expect(await names(`${files}/b`)).toEqual(['c', 'f.txt'])
    expect(await statusOf('GET', `${files}/b`)).toBe(404)
    expect(await statusOf('DELETE', `${files}/b`)).toBe(204)
    expect(await statusOf('DELETE', `${files}/b`)).toBe(404)
    expect(await names(files)).toEqual(['a'])
    expect(await statusOf('DELETE', files)).toBe(405)
    expect(await names('/_webdav/Public/@files')).toEqual([])
  })

  test('the JSON listing says all of contract 5.6', async () => {
    await dav('PUT', `${files}/a b.txt`, { body: 'twelve bytes' })
    const { files: entries, fileCount, permissions } = await list(files, 'reader')
    expect(fileCount).toBe(1)
    expect(permissions).toEqual({
      canRead: true,
      canUpload: false,
      canEdit: false,
      canDelete: false,
      canRename: false,
    })
    expect(entries[0]).toMatchObject({
      id: '/_webdav/Lab/@files/a b.txt',
      href: '/_webdav/Lab/@files/a b.txt',
      text: 'a b.txt',
      canRead: true,
      creationdate: 'Thu Oct 24 10:00:00 UTC 2024',
      createdby: 'editor',
      collection: false,
      leaf: true,
      contentlength: 12,
      size: 12,
      contenttype: 'text/plain',
    })
    expect(await list(`${files}/a b.txt`)).not.toHaveProperty('fileCount')
  })

  test('href is encoded since 24.12', async () => {
    const recent = seededServer({ release: '25.3', contextPath: '/labkey' })
    await dav('PUT', '/labkey/_webdav/Lab/@files/a b.txt', { body: 'x', on: recent })
    const response = await dav('POST', '/labkey/_webdav/Lab/@files?method=JSON', { on: recent })
    const { files: entries } = (await response.json()) as Listing
    expect(entries[0]?.['href']).toBe('/labkey/_webdav/Lab/%40files/a%20b.txt')
  })

  test('PROPFIND lists one level as XML, and not everything', async () => {
    await dav('MKCOL', `${files}/sub`)
    await dav('PUT', `${files}/a&b.txt`, { body: 'x' })
    const propfind = async (depth?: string): Promise<[number, string[]]> => {
      const response = await dav(
        'PROPFIND',
        files,
        depth === undefined ? {} : { headers: { Depth: depth } },
      )
      const text = await response.text()
      return [
        response.status,
        [...text.matchAll(/<D:href>(.*?)<\/D:href>/g)].map(([, href]) => href ?? ''),
      ]
    }
    const root = '/_webdav/Lab/%40files/'
    const children = [`${root}sub/`, `${root}a%26b.txt`]
    expect(await propfind('0')).toEqual([207, [root]])
    expect(await propfind('1')).toEqual([207, [root, ...children]])
    expect(await propfind()).toEqual([207, [root, ...children]])
    expect(await propfind('1,noroot')).toEqual([207, children])
    expect((await propfind('infinity'))[0]).toBe(403)
    const xml = await (
      await dav('PROPFIND', `${files}/a&b.txt`, { headers: { Depth: '0' } })
    ).text()
    expect(xml).toContain('<D:displayname>a&amp;b.txt</D:displayname>')
    expect(xml).toContain('<D:getcontentlength>1</D:getcontentlength>')
  })

  test('a container lists its folders that the caller sees, and @files', async () => {
    expect(await names('/_webdav/Study')).toEqual(['Sub', '@files'])
    const seen = (await list('/_webdav', 'guest')).files.map(({ text }) => text)
    expect(seen).toEqual(['Public', '@files'])
  })
})

describe('MOVE and COPY', () => {
  const to = (destination: string, overwrite?: string): { headers: Record<string, string> } => ({
    headers: {
      Destination: `http://labkey.test${destination}`,
      ...(overwrite && { Overwrite: overwrite }),
    },
  })

  test('files and folders, across containers, and no replacing unless told', async () => {
    await dav('MKCOL', `${files}/a/deep?createIntermediates=true`)
    await dav('PUT', `${files}/a/deep/f.txt`, { body: 'x' })
    expect(await statusOf('COPY', `${files}/a`, to('/_webdav/Public/@files/copy'))).toBe(201)
    expect(await statusOf('COPY', `${files}/a`, to('/_webdav/Public/@files/copy'))).toBe(412)
    expect(await statusOf('COPY', `${files}/a`, to('/_webdav/Public/@files/copy', 'T'))).toBe(204)
    await dav('DELETE', `${files}/a/deep/f.txt`)
    expect(await (await dav('GET', '/_webdav/Public/@files/copy/deep/f.txt')).text()).toBe('x')
    expect(await statusOf('MOVE', `${files}/a/deep`, to(`${files}/moved`))).toBe(201)
    expect(await names(files)).toEqual(['a', 'moved'])
    expect(await names(`${files}/a`)).toEqual([])
  })

  test.each([
    [`${files}/a/b`, 403],
    [`${files}/a`, 403],
    [`${files}/no/where`, 409],
    ['/Lab/query-selectRows.api', 403],
    ['/_webdav/Nope/@files/x', 404],
    ['/_webdav/Lab/@files', 405],
    ['/_webdav/Lab', 403],
  ])('to %s is answered %i', async (destination, status) => {
    await dav('MKCOL', `${files}/a`)
    expect(await statusOf('MOVE', `${files}/a`, to(destination))).toBe(status)
    expect(await names(files)).toEqual(['a'])
  })

  test('to another host is answered 502, without a destination 400', async () => {
    await dav('MKCOL', `${files}/a`)
    const headers = { Destination: `http://evil.test${files}/b` }
    expect(await statusOf('MOVE', `${files}/a`, { headers })).toBe(502)
    expect(await statusOf('MOVE', `${files}/a`)).toBe(400)
  })
})

describe('who may', () => {
  test('follows the rights in the container', async () => {
    await dav('PUT', `${files}/f.txt`, { body: 'x' })
    for (const [method, path] of [
      ['PUT', `${files}/f.txt`],
      ['PUT', `${files}/new.txt`],
      ['DELETE', `${files}/f.txt`],
      ['MKCOL', `${files}/sub`],
      ['MOVE', `${files}/f.txt`],
    ] as const) {
      const headers = { Destination: `http://labkey.test${files}/g.txt` }
      const parts = { headers, ...(method === 'PUT' && { body: 'y' }) }
      expect(await statusOf(method, path, { ...parts, as: 'reader' })).toBe(403)
      const guest = await dav(method, path, { ...parts, as: 'guest' })
      expect([guest.status, guest.headers.get('WWW-Authenticate')]).toEqual([
        401,
        'Basic realm="LabKey Server"',
      ])
    }
    expect(await names(files)).toEqual(['f.txt'])
    expect(await statusOf('GET', '/_webdav/Public/@files?method=JSON', { as: 'guest' })).toBe(200)
    expect(await statusOf('PUT', '/_webdav/Public/@files/x', { as: 'guest', body: 'x' })).toBe(401)
  })

  test('a protected folder wants its declaration, and copies go nowhere without', async () => {
    expect(await statusOf('GET', '/_webdav/Study/@files?method=JSON')).toBe(403)
    await dav('PUT', `${files}/f.txt`, { body: 'x' })
    const headers = { Destination: 'http://labkey.test/_webdav/Study/@files/f.txt' }
    expect(await statusOf('COPY', `${files}/f.txt`, { headers })).toBe(403)
    const browser = openBrowser(server)
    await browser.logIn('editor')
    await browser.declare('Limited')
    const { json } = await browser.send('/_webdav/Study/@files?method=JSON')
    expect(json['files']).toEqual([])
  })

  test('every access is recorded before it happens', async () => {
    await dav('PUT', `${files}/f.txt`, { body: 'x' })
    expect(server.audit.at(-1)).toMatchObject({
      event: 'FileSystem',
      user: emailOf('editor'),
      container: '/Lab',
      comment: 'PUT @files/f.txt',
    })
  })
})

describe('refusals', () => {
  test.each([
    ['LOCK', files, 405],
    ['GET', `${files}?method=DELETE`, 400],
    ['GET', `${files}?method=PUT`, 400],
    ['PUT', `${files}/x?method=DELETE`, 400],
    ['GET', `${files}/nope.txt`, 404],
    ['GET', '/_webdav/Nope/@files', 404],
    ['GET', '/_webdav/Lab/@cloud/s3', 404],
    ['PUT', '/_webdav/Lab/x.txt', 404],
  ])('%s %s is answered %i', async (method, path, status) => {
    expect(await statusOf(method, path, method === 'PUT' ? { body: 'x' } : {})).toBe(status)
  })

  test('a POST may stand for any method, by parameter or header', async () => {
    expect(await statusOf('POST', `${files}/a?method=MKCOL`)).toBe(201)
    expect(await statusOf('POST', `${files}/a`, { headers: { Method: 'DELETE' } })).toBe(204)
  })

  test('callers that want JSON get 200 with the status inside', async () => {
    for (const headers of [
      { Accept: 'application/json' },
      { 'Content-Type': 'application/json' },
    ]) {
      const response = await dav('GET', `${files}/nope.txt`, {
        headers,
      })
      expect([response.status, await response.json()]).toEqual([
        200,
        { success: false, status: 404, exception: 'Not found: nope.txt' },
      ])
    }
  })

  test.each([
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e/%2e%2e/x',
    '%252e%252e%252fx',
    '..%5cx',
    'a%00b',
    'a%0ab',
    '%5c%5chost%5cshare',
  ])('the path %s leads nowhere', async (path) => {
    for (const [method, body] of [['GET'], ['PUT', 'canary']] as const) {
      const status = await statusOf(method, `${files}/${path}`, body === undefined ? {} : { body })
      expect([400, 404, 201]).toContain(status)
    }
    // What was stored, if anything, is one file of that very name, right there.
    for (const name of (await names(files)) as string[]) expect(name).toBe('%2e%2e%2fx')
    expect(await names('/_webdav/home/@files')).toEqual([])
  })

  test('a raw path that climbs is refused on the socket', async () => {
    const { port, close } = await server.listen({ port: 0 })
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.end(
          'GET /_webdav/Lab/@files/../../x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
        )
      })
      let text = ''
      socket.on('data', (data: Buffer) => (text += data.toString()))
      socket.on('close', () => resolve(text))
    })
    await close()
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('methods of WebDAV pass the socket, too', async () => {
    const { url, close } = await server.listen({ port: 0 })
    const headers = basic(passwords.editor, emailOf('editor'))
    const status = async (method: string, path: string, body?: string): Promise<number> =>
      (await fetch(url + path, { method, headers, ...(body !== undefined && { body }) })).status
    expect(await status('MKCOL', `${files}/sub`)).toBe(201)
    expect(await status('PUT', `${files}/sub/f.txt`, 'x'.repeat(2_000_000))).toBe(201)
    expect(await status('PROPFIND', `${files}/sub`)).toBe(207)
    expect(await status('GET', `${files}/sub/f.txt`)).toBe(200)
    await close()
  })
})
