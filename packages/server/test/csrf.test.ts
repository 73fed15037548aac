import { describe, expect, test } from 'vitest'

import { basic, openBrowser, send } from './browser.ts'
import { seededServer } from './seed.ts'

const token = '0123456789abcdef'.repeat(4)
const invalid = /^This request has an invalid security context\./

describe('CSRF double submit', async () => {
  const server = seededServer()
  const browser = openBrowser(server)
  await browser.logIn('reader')
  const session = browser.cookies.get('JSESSIONID') ?? ''
  const key = await browser.createKey('apikey')
  const sessionKey = await browser.createKey('session')

  type Case = readonly [string, string | undefined, string | undefined, number]
  const cases: readonly Case[] = [
    ['an invented token as cookie and header', token, token, 200],
    ['neither', undefined, undefined, 401],
    ['the header without the cookie', undefined, token, 401],
    ['the cookie without the header', token, undefined, 401],
    ['another token', token, token.replace('0', '1'), 401],
    ['too short', token.slice(1), token.slice(1), 401],
    ['too long', `${token}0`, `${token}0`, 401],
    ['upper case', token.toUpperCase(), token.toUpperCase(), 401],
    ['32 characters, as before 23.3', token.slice(32), token.slice(32), 401],
  ]
  test.each(cases)('%s', async (_, cookie, header, status) => {
    const answer = await send(server, '/home/security-createApiKey.api', {
      body: { type: 'apikey' },
      headers: {
        Cookie: `JSESSIONID=${session}${cookie === undefined ? '' : `; X-LABKEY-CSRF=${cookie}`}`,
        ...(header !== undefined && { 'X-LABKEY-CSRF': header }),
      },
    })
    expect(answer.status).toBe(status)
    if (status === 401) {
      expect(answer.json['exception']).toMatch(invalid)
      expect(answer.headers.get('WWW-Authenticate')).toBeNull()
    }
  })

  test.each([
    ['an API key', basic(key)],
    ['a session key', basic(sessionKey)],
  ])('is asked of %s, too', async (_, headers) => {
    const path = '/home/security-createApiKey.api'
    const body = { type: 'apikey' }
    expect((await send(server, path, { body, headers })).status).toBe(401)
    const withToken = { ...headers, Cookie: `X-LABKEY-CSRF=${token}`, 'X-LABKEY-CSRF': token }
    expect((await send(server, path, { body, headers: withToken })).status).toBe(200)
  })

  test('a token of other characters is refused, whatever their bytes', async () => {
    const answer = await send(server, '/login-getTermsOfUseApi.api', {
      form: { 'X-LABKEY-CSRF': 'é'.repeat(token.length) },
      headers: { Cookie: `X-LABKEY-CSRF=${token}` },
    })
    expect([answer.status, answer.json['exception']]).toEqual([401, expect.stringMatching(invalid)])
  })

  test('the token may stand in the form instead of the header', async () => {
    const answer = await send(server, '/login-getTermsOfUseApi.api', {
      form: { 'X-LABKEY-CSRF': token },
      headers: { Cookie: `X-LABKEY-CSRF=${token}` },
    })
    expect(answer.status).toBe(200)
  })

  test.each([
    ['/login-loginApi.api', 400],
    ['/Public/query-selectRows.api?schemaName=lists&query.queryName=People', 200],
    ['/Public/query-getQuery.api?schemaName=lists&query.queryName=People', 200],
    ['/login-whoami.api', 401],
    ['/login-logout.view', 401],
    ['/login-login.view', 401],
    ['/login-acceptTermsOfUseApi.api', 401],
  ])('POST %s without a token is answered %i', async (path, status) => {
    expect((await send(server, path, { body: {} })).status).toBe(status)
  })

  test('csrf is asked for its token on GET', async () => {
    expect((await send(server, '/login-csrf.api')).status).toBe(401)
    const headers = { Cookie: `X-LABKEY-CSRF=${token}`, 'X-LABKEY-CSRF': token }
    expect((await send(server, '/login-csrf.api', { headers })).json).toEqual({ success: true })
  })

  test('everybody is given a token once, and whoami tells the same', async () => {
    const visitor = openBrowser(server)
    const first = await visitor.send('/login-whoami.api')
    expect(first.json['CSRF']).toBe(visitor.cookies.get('X-LABKEY-CSRF'))
    const second = await visitor.send('/login-whoami.api')
    expect(second.headers.getSetCookie()).toEqual([])
    expect(second.json['CSRF']).toBe(first.json['CSRF'])
  })
})
