import { createClient, fromValue, LabKeyRedirectError } from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import { ann, onePatient, rejection, sampleKey, startServer } from './recording-server.ts'

const elsewhere = async () => startServer(() => ({ body: ann }))

describe('a redirect of a GET', () => {
  test.each([301, 302, 303, 307, 308])(
    '%i within the origin is followed with the key',
    async (status) => {
      const server = await startServer(({ path }) =>
        path === '/login-whoami.api'
          ? { status, headers: { location: '/labkey/login-whoami.api' } }
          : { body: ann },
      )
      const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
      expect(await labkey.security.whoAmI()).toMatchObject({ id: 1004 })
      expect(server.requests.map(({ path }) => path)).toEqual([
        '/login-whoami.api',
        '/labkey/login-whoami.api',
      ])
      expect(server.requests[1]?.headers.authorization).toMatch(/^Basic /)
      expect(server.requests[1]?.headers).not.toHaveProperty('referer')
    },
  )

  test.each([
    ['another spelling of the address', (port: number) => `http://127.1:${port}/x`],
    ['a hexadecimal address', (port: number) => `http://0x7f000001:${port}/x`],
    ['the scheme in capitals', (port: number) => `HTTP://127.0.0.1:${port}/x`],
    ['a relative path', () => 'x'],
  ])('is followed to the same origin: %s', async (_name, location) => {
    const server = await startServer(({ path }) =>
      path === '/x' ? { body: ann } : { status: 302, headers: { location: location(server.port) } },
    )
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    expect(await labkey.security.whoAmI()).toMatchObject({ id: 1004 })
  })

  test('is not followed for more than five hops', async () => {
    const server = await startServer((_request, count) =>
      count <= 6 ? { status: 302, headers: { location: `/hop-${count}` } } : { body: ann },
    )
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    const error = await rejection(labkey.security.whoAmI())
    expect(error).toMatchObject({ code: 'ERR_LABKEY_REDIRECT', status: 302 })
    expect(server.requests).toHaveLength(6)
  })

  test('is followed for five hops', async () => {
    const server = await startServer((_request, count) =>
      count <= 5 ? { status: 302, headers: { location: `/hop-${count}` } } : { body: ann },
    )
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    expect(await labkey.security.whoAmI()).toMatchObject({ id: 1004 })
  })

  test.each([
    ['another port', (_: number, other: number) => `http://127.0.0.1:${other}/`],
    ['another name of this machine', (port: number) => `http://localhost:${port}/`],
    ['another address of this machine', (port: number) => `http://127.0.0.6:${port}/`],
    ['IPv6 loopback', (port: number) => `http://[::1]:${port}/`],
    ['another scheme', (port: number) => `https://127.0.0.1:${port}/`],
    ['a trailing dot', (port: number) => `http://127.0.0.1.:${port}.example.test/`],
    ['two slashes', (_: number, other: number) => `//127.0.0.1:${other}/`],
    ['a slash and a backslash', (_: number, other: number) => `/\\127.0.0.1:${other}/`],
    [
      'user info of another host',
      (port: number, other: number) => `http://127.0.0.1:${port}@127.0.0.1:${other}/`,
    ],
    ['user info on the same host', (port: number) => `http://evil:x@127.0.0.1:${port}/`],
    ['a login alone on the same host', (port: number) => `http://evil@127.0.0.1:${port}/`],
    ['file', () => 'file:///etc/passwd'],
    ['data', () => 'data:application/json,{"id":1}'],
    ['an unparsable one', () => 'http://['],
    ['9 KiB of it', () => `/${'x'.repeat(9 * 1024)}`],
    ['an empty one with a tab', (_: number, other: number) => `\thttp://127.0.0.1:${other}/`],
  ])('is refused: %s', async (_name, location) => {
    const other = await elsewhere()
    const server = await startServer(() => ({
      status: 302,
      headers: { location: location(server.port, other.port) },
    }))
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    const error = await rejection(labkey.security.whoAmI())
    expect(error).toBeInstanceOf(LabKeyRedirectError)
    expect(error).toMatchObject({ code: 'ERR_LABKEY_REDIRECT', status: 302, attempts: 1 })
    expect(server.requests).toHaveLength(1)
    expect(other.requests).toHaveLength(0)
  })

  test('without a Location is refused', async () => {
    const server = await startServer(() => ({ status: 301 }))
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    expect(await rejection(labkey.security.whoAmI())).toMatchObject({ code: 'ERR_LABKEY_REDIRECT' })
  })
})

describe('a redirect of anything else', () => {
  test.each([301, 302, 303, 307, 308])('%i is refused, and the body stays', async (status) => {
    const other = await elsewhere()
    const server = await startServer(() => ({
      status,
      headers: { location: `http://127.0.0.1:${other.port}/x` },
    }))
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    const error = await rejection(
      labkey.query.selectRows({ schemaName: 'lists', queryName: 'Patients' }),
    )
    expect(error).toMatchObject({ code: 'ERR_LABKEY_REDIRECT' })
    expect(other.requests).toHaveLength(0)
  })

  test('is refused within the origin, too', async () => {
    const server = await startServer((_request, count) =>
      count === 1 ? { status: 307, headers: { location: '/x' } } : { body: onePatient },
    )
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    const error = await rejection(
      labkey.query.selectRows({ schemaName: 'lists', queryName: 'Patients' }),
    )
    expect(error).toMatchObject({ code: 'ERR_LABKEY_REDIRECT' })
    expect(server.requests).toHaveLength(1)
  })
})

describe('the message of a refused redirect', () => {
  const messageFor = async (location: string, contextPath = '') => {
    const server = await startServer(() => ({ status: 301, headers: { location } }))
    const baseUrl = server.url + contextPath
    const labkey = createClient({ baseUrl, container: '/home', credentials: fromValue(sampleKey) })
    const error = await rejection(labkey.request({ controller: 'query', action: 'getSchemas' }))
    return error instanceof Error ? error.message.replaceAll(server.url, 'SERVER') : ''
  }

  test('names the base URL that would have been right: https', async () => {
    expect(await messageFor('https://labkey.example.org/home/query-getSchemas.api?key=1'))
      .toMatchInlineSnapshot(`
        "SERVER redirects (301), and this redirect is not followed
          asked  query-getSchemas in /home
          to     https://labkey.example.org/home/query-getSchemas.api
          why    its target is another origin, and credentials stay where they belong
          next   if you trust it, use the base URL https://labkey.example.org"
      `)
  })

  test('names the base URL that would have been right: another context path', async () => {
    expect(
      await messageFor('https://labkey.example.org/lk/home/query-getSchemas.api', '/labkey'),
    ).toContain('use the base URL https://labkey.example.org/lk')
  })
})
