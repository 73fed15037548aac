// What files' functions send, letter by letter, and what they make of answers that servers should not give.
import { setTimeout as delay } from 'node:timers/promises'
import { createClient, fromValue, LabKeyConflictError } from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import { rejection, sampleKey, startServer } from '../recording-server.ts'
import { newFolder, write } from './local.ts'

const md5OfX = '9dd4e461268c8034f5c8564e155c67a6'

describe('on the wire', () => {
  const start = async (answer: Parameters<typeof startServer>[0]) => {
    const server = await startServer(answer)
    const client = createClient({
      baseUrl: server.url,
      container: '/X',
      credentials: fromValue(sampleKey),
      environment: {},
      retry: false,
    })
    return { ...server, files: client.files, requests: server.requests, url: server.url }
  }

  test('an upload is a PUT that overwrites nothing by itself, then MD5SUM', async () => {
    const { files: own, requests } = await start(({ method }) =>
      method === 'PUT'
        ? { status: 201 }
        : { headers: { 'content-type': 'text/plain' }, body: `${md5OfX} *a.csv\n` },
    )
    const modified = new Date('2024-07-02T14:33:42.123Z')
    await own.upload({ path: 'a.csv', content: 'x', modified, description: 'a & b' })
    await own.upload({ path: 'a.csv', content: 'x', overwrite: true, verify: false })
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /_webdav/X/%40files/a.csv?description=a+%26+b',
      'GET /_webdav/X/%40files/a.csv?method=MD5SUM',
      'PUT /_webdav/X/%40files/a.csv',
    ])
    expect(requests[0]?.headers).toMatchObject({
      overwrite: 'F',
      'x-labkey-last-modified': String(modified.getTime()),
      'content-length': '1',
    })
    expect(requests[0]?.body).toBe('x')
    expect(requests[2]?.headers).toMatchObject({ overwrite: 'T' })
  })

  test('an upload that arrived otherwise is a conflict', async () => {
    const { files: own } = await start(({ method }) =>
      method === 'PUT'
        ? { status: 201 }
        : { headers: { 'content-type': 'text/plain' }, body: `${'0'.repeat(32)} *a.csv\n` },
    )
    const error = await rejection(own.upload({ path: 'a.csv', content: 'x' }))
    expect(error).toBeInstanceOf(LabKeyConflictError)
    expect(String(error)).toContain('other bytes')
  })

  test('a server that makes no MD5 leaves the upload unverified', async () => {
    const { files: own } = await start(({ method }) =>
      method === 'PUT'
        ? { status: 201 }
        : { headers: { 'content-type': 'text/plain' }, body: 'null *a.csv\n' },
    )
    expect(await own.upload({ path: 'a.csv', content: 'x' })).toMatchObject({ verified: false })
  })

  test.each([
    [
      200,
      { success: false, status: 208, exception: 'Cannot overwrite file' },
      'something of that name',
    ],
    [200, { success: false, status: 507, exception: 'full' }, 'no room'],
    [200, { success: false, status: 423, exception: 'locked' }, 'locked'],
    [207, '<multistatus/>', 'failed'],
    [208, '', 'something of that name'],
    [200, '<html>a page</html>', ''],
    [200, { other: 1 }, ''],
  ])('%i with %j is no success', async (status, body, words) => {
    const { files: own } = await start(() => ({ status, body }))
    const error = await rejection(own.upload({ path: 'a.csv', content: 'x', verify: false }))
    expect(error).toMatchObject({ name: expect.stringMatching(/^LabKey\w+Error$/) as string })
    expect(String(error)).toContain(words)
  })

  test('a file is asked for as it is, never packed', async () => {
    const { files: own, requests } = await start(() => ({
      headers: { 'content-type': 'text/csv', etag: 'W/"1"' },
      body: 'x',
    }))
    const { body } = await own.download({ path: 'a.csv', offset: 5, etag: 'W/"0"' })
    body.cancel()
    expect(requests[0]?.headers).toMatchObject({
      'accept-encoding': 'identity',
      range: 'bytes=5-',
      'if-range': 'W/"0"',
    })
  })

  test('a file has a day to be sent, or what the call says', async () => {
    const { files: own, url: baseUrl } = await start(async ({ method }) => {
      await delay(300)
      return method === 'PUT' ? { status: 201 } : { body: {} }
    })
    const slow = own.upload({ path: 'a.csv', content: 'x', verify: false, timeoutMs: 100 })
    expect(await rejection(slow)).toMatchObject({ code: 'ERR_LABKEY_TIMEOUT' })
    const impatient = createClient({
      baseUrl,
      credentials: fromValue(sampleKey),
      environment: {},
      timeoutMs: 100,
    })
    expect(await impatient.files.upload({ path: 'a', content: 'x', verify: false })).toMatchObject({
      size: 1,
    })
  })

  test('a stream is sent once, whatever happens', async () => {
    const { files: own, requests } = await start(() => ({ status: 503 }))
    const content = async function* () {
      yield 'x'
    }
    await rejection(own.upload({ path: 'a.csv', content: content() }))
    expect(requests).toHaveLength(1)
  })

  test('a change is sent as a POST with its method, and a look as a GET', async () => {
    const { files: own, requests } = await start(({ method }) =>
      method === 'POST' ? { status: 204 } : { status: 200, body: { files: [], fileCount: 0 } },
    )
    await own.createDirectory({ path: 'a', recursive: true })
    await own.remove({ path: 'a', recursive: true })
    await own.move({ path: 'a', to: 'b c' })
    await own.copy({
      path: 'a',
      to: 'b',
      toContainer: '/Y Z',
      toRoot: '@pipeline',
      overwrite: true,
    })
    await own.list({ path: 'a' })
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /_webdav/X/%40files/a?method=MKCOL&createIntermediates=true',
      'POST /_webdav/X/%40files/a?method=DELETE',
      'POST /_webdav/X/%40files/a?method=MOVE',
      'POST /_webdav/X/%40files/a?method=COPY',
      'GET /_webdav/X/%40files/a?method=JSON',
    ])
    const [, , move, copy] = requests
    expect(move?.headers['destination']).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/_webdav\/X\/%40files\/b%20c$/,
    )
    expect(move?.headers['overwrite']).toBe('F')
    expect(copy?.headers['destination']).toMatch(/\/_webdav\/Y%20Z\/%40pipeline\/b$/)
    expect(copy?.headers['overwrite']).toBe('T')
  })

  test.each([
    [{ files: [{ text: '../x' }], fileCount: 1 }],
    [{ files: [{ text: '..' }], fileCount: 1 }],
    [{ files: [{ text: '' }], fileCount: 1 }],
    [{ files: [{}], fileCount: 1 }],
    [{ files: [{ text: 'a' }, { text: 'a' }], fileCount: 2 }],
    [{ files: 'none', fileCount: 0 }],
    [[]],
  ])('a list that could lead elsewhere is none: %j', async (body) => {
    const { files: own } = await start(() => ({ body }))
    expect(await rejection(own.list({ path: 'a' }))).toMatchObject({ code: 'ERR_LABKEY_DECODE' })
  })

  test.each([
    ['null', 'upload'],
    ['0cc175b9c0f1b6a831c399e269772661', undefined],
    ['1cc175b9c0f1b6a831c399e269772661', 'upload'],
  ])('a file of equal size and another date, whose MD5 is %s', async (md5, does) => {
    const { files: own } = await start(({ path }) =>
      path.includes('MD5SUM')
        ? { headers: { 'content-type': 'text/plain' }, body: `${md5} *a.txt\n` }
        : { body: { files: [{ text: 'a.txt', leaf: true, size: 1 }], fileCount: 1 } },
    )
    const folder = await newFolder()
    await write(folder, 'a.txt', 'a')
    const { steps } = await own.sync({ folder, direction: 'upload', dryRun: true })
    expect(steps[0]?.does).toBe(does)
  })

  test('a file that came since the folder was listed is not replaced', async () => {
    const { files: own, requests } = await start(({ method }) =>
      method === 'PUT'
        ? { body: { success: false, status: 208, exception: 'Cannot overwrite file' } }
        : { body: { files: [], fileCount: 0 } },
    )
    const folder = await newFolder()
    await write(folder, 'a.txt', 'a')
    const error = await rejection(own.sync({ folder, direction: 'upload' }))
    expect(error).toBeInstanceOf(LabKeyConflictError)
    expect(requests.at(-1)?.headers['overwrite']).toBe('F')
  })

  test('a list does not go into folders whose names LabKey would take for others', async () => {
    const { files: own, requests } = await start(({ path }) =>
      path.includes('/top?')
        ? {
            body: {
              files: [
                { text: 'a;1', collection: true },
                { text: 'b', collection: true },
              ],
              fileCount: 2,
            },
          }
        : { body: { files: [], fileCount: 0 } },
    )
    const found = await own.list({ path: 'top', recursive: true })
    expect(found.map(({ path }) => path)).toEqual(['/top/a;1', '/top/b'])
    expect(requests).toHaveLength(2)
  })
})
