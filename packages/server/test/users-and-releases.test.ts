import { describe, expect, test } from 'vitest'

import { basic, openBrowser, send } from './browser.ts'
import { emailOf, seededServer } from './seed.ts'

const who = '/login-whoami.api'

describe('user-getUserProps', () => {
  test("is the user's row; empty for nobody; not for guests", async () => {
    const server = seededServer()
    const browser = openBrowser(server)
    await browser.logIn('reader')
    const { id } = (await browser.send(who)).json
    const { json } = await browser.send(`/user-getUserProps.api?userId=${String(id)}`)
    expect(json).toMatchObject({
      success: true,
      props: { userId: id, email: emailOf('reader'), displayName: 'reader', active: true },
    })
    expect(json['props']).not.toHaveProperty('maxAllowedPhi')
    expect((await browser.send('/user-getUserProps.api?userId=7')).text).toBe('{}')
    expect((await browser.send('/user-getUserProps.api')).text).toBe('{}')
    expect((await send(server, '/user-getUserProps.api?userId=1001')).status).toBe(401)
  })
})

test('login-isAgreeOnlyApi tells that somebody is signed in, and nothing of terms', async () => {
  const server = seededServer()
  const browser = openBrowser(server)
  const path = '/Study/login-isAgreeOnlyApi.api'
  expect((await browser.post(path)).json).toEqual({})
  await browser.logIn('reader')
  expect((await browser.post(path)).json).toEqual({ isAgreeOnly: true })
  await browser.declare('NotPHI')
  expect((await browser.post(path)).json).toEqual({ isAgreeOnly: true })
})

describe('a session key that an API key asks for', () => {
  const keysOf = async (
    release: '23.2' | '24.11',
  ): Promise<{ status: number; email: unknown; comment: string | undefined }> => {
    const server = seededServer({ release })
    const browser = openBrowser(server)
    await browser.logIn('reader')
    const apiKey = basic(await browser.createKey('apikey'))
    const token = 'a'.repeat(release === '23.2' ? 32 : 64)
    const made = await send(server, '/home/security-createApiKey.api', {
      body: { type: 'session' },
      headers: { ...apiKey, Cookie: `X-LABKEY-CSRF=${token}`, 'X-LABKEY-CSRF': token },
    })
    const comment = server.audit.findLast((record) => record.comment.startsWith('Session'))?.comment
    const key = String(made.json['apikey'])
    const { json } = await send(server, who, { headers: basic(key) })
    return { status: made.status, email: json['email'], comment }
  }

  test('belongs to the session of that call, since 23.10', async () => {
    expect(await keysOf('24.11')).toMatchObject({ status: 200, email: emailOf('reader') })
  })

  test('is of no use before: nobody is signed in by an API key', async () => {
    const { status, email, comment } = await keysOf('23.2')
    expect([status, email]).toEqual([200, 'guest'])
    expect(comment).toMatch(/Session key \w+ of a guest's session created by reader@/)
  })
})
