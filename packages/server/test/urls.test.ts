import { describe, expect, test } from 'vitest'

import { send } from './browser.ts'
import { seededServer } from './seed.ts'

describe('URL forms', () => {
  const server = seededServer()
  const reached: readonly string[] = [
    '/login-whoami.api',
    '/login/whoAmI.view',
    '/login-whoami.post',
    '/login-WHOAMI.API',
    '/LOGIN-whoAmI.api',
    '/Lab/login-whoami.api',
    '/login/Lab/whoAmI.api',
    '/login/Lab/whoAmI.api?',
    '//Lab/login-whoami.api',
    '//Lab//login-whoami.api',
    '/lab/login-whoami.api',
    '/Study/Sub/login-whoami.api',
    '/login/Study/Sub/whoami.api',
    '/%53tudy/login-whoami.api',
    '/__r2/login-whoami.api',
  ]
  test.each(reached)('%s reaches whoami', async (path) => {
    const { status, json } = await send(server, path)
    expect([status, json['email']]).toEqual([200, 'guest'])
  })

  const missed: readonly (readonly [string, number, RegExp])[] = [
    ['/Nowhere/login-whoami.api', 404, /^\{[^]*"No such project: \/Nowhere"/],
    ['/Lab/sub/login-whoami.api', 404, /^\{[^]*"No such folder or workbook: \/Lab\/sub"/],
    [
      '/Lab/login-nothing.api',
      404,
      /<p>Unable to find action &#39;nothing&#39; to handle request in controller &#39;login&#39;/,
    ],
    [
      '/Lab/nothing-begin.view',
      404,
      /No LabKey Server module registered to handle request for controller: nothing/,
    ],
    ['/Lab/login-whoami.html', 404, /nothing at this address/],
    ['/Lab/login-whoami', 404, /nothing at this address/],
    ['/Lab/%zz/login-whoami.api', 400, /malformed percent-encoding/],
    ['/Lab/%ff/login-whoami.api', 400, /malformed percent-encoding/],
    ['/Lab/%00/login-whoami.api', 400, /not allowed/],
    ['/Lab/..%2fx/login-whoami.api', 400, /not allowed/],
    ['/Lab/..%5cx/login-whoami.api', 400, /not allowed/],
    ['/Lab/login-whoami.api?x=%zz', 400, /malformed percent-encoding/],
    ['/Lab/login-whoami.api?LabKeyTransformSessionId=abc', 400, /must not stand in a URL/],
    ['//evil.test/x', 404, /nothing at this address/],
  ]
  test.each(missed)('%s is answered %i', async (path, status, text) => {
    const answer = await send(server, path)
    expect(answer.status).toBe(status)
    expect(answer.text).toMatch(text)
  })

  test('the context path stands in front of every URL and nothing answers outside', async () => {
    const labkey = seededServer({ contextPath: '/labkey' })
    expect((await send(labkey, '/labkey/Lab/login-whoami.api')).status).toBe(200)
    expect((await send(labkey, '//labkey//Lab/login-whoami.api')).status).toBe(200)
    expect((await send(labkey, '/Lab/login-whoami.api')).status).toBe(404)
    expect((await send(labkey, '/labkeyX/Lab/login-whoami.api')).status).toBe(404)
    const root = await send(labkey, '/labkey/')
    expect([root.status, root.headers.get('Location')]).toEqual([
      302,
      '/labkey/home/project-begin.view',
    ])
    expect(root.headers.get('Set-Cookie')).toBeNull()
    const whoAmI = await send(labkey, '/labkey/login-whoami.api')
    expect(whoAmI.headers.get('Set-Cookie')).toContain('; Path=/labkey;')
  })

  test.each([
    ['GET', '/login-logoutApi.api', 405],
    ['GET', '/login-loginApi.api', 405],
    ['PUT', '/login-whoami.api', 405],
    ['OPTIONS', '/login-whoami.api', 405],
    ['HEAD', '/login-whoami.api', 200],
  ])('%s %s is answered %i', async (method, path, status) => {
    const answer = await send(server, path, { method })
    expect(answer.status).toBe(status)
    if (status === 405) expect(answer.json['exception']).toBe(`Method Not Allowed: ${method}`)
    if (method === 'HEAD') expect(answer.text).toBe('')
  })
})

describe('headers', () => {
  const server = seededServer()

  test('every JSON answer says what it is, how long, and that nobody may keep it', async () => {
    const { headers, text } = await send(server, '/login-whoami.api')
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/json;charset=utf-8',
      'content-length': String(text.length),
      'cache-control': 'no-store',
      vary: 'Cookie, Authorization',
      server: 'LabKey/24.11',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
  })

  test('pages have a policy without inline script or style, and obey it', async () => {
    const { headers, text } = await send(server, '/login-login.view')
    const policy = headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    expect(text).not.toMatch(/<style|<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=/)
    expect((await send(server, '/_assets/pages.css')).headers.get('Content-Type')).toContain('css')
    expect((await send(server, '/_assets/nope.css')).status).toBe(404)
  })

  test('cookies are closed to scripts, except the CSRF token that scripts must read', async () => {
    const secure = await server.fetch(new Request('https://labkey.test/login-whoami.api'))
    expect(secure.headers.get('Set-Cookie')).toMatch(
      /^X-LABKEY-CSRF=[0-9a-f]{64}; Path=\/; SameSite=Lax; Secure$/,
    )
  })
})
