import { describe, expect, test } from 'vitest'

import { basic, openBrowser, send } from './browser.ts'
import type { Browser } from './browser.ts'
import { emailOf, seededServer } from './seed.ts'

const page = '/admin-customizeSite.view'
const off = { allowApiKeys: false, allowSessionKeys: false }

async function signedIn(
  server: ReturnType<typeof seededServer>,
  name: 'admin' | 'reader',
): Promise<Browser> {
  const browser = openBrowser(server)
  await browser.logIn(name)
  return browser
}

describe('admin-customizeSite', () => {
  test('shows both kinds of keys off by default, and all expirations', async () => {
    const admin = await signedIn(seededServer({ settings: off }), 'admin')
    const { text } = await admin.send(page)
    expect(text).toContain('Let users create API keys')
    expect(text).toContain('Let users create session keys')
    expect(text).not.toMatch(/<input[^>]*checked/)
    const seconds = [...text.matchAll(/<option\s+value="(-?\d+)"/g)].map(([, value]) =>
      Number(value),
    )
    expect(seconds).toEqual([-1, ...[7, 30, 90, 180, 365].map((days) => days * 86_400)])
  })

  test('switches creation on, with the expiration that was chosen', async () => {
    const server = seededServer({ settings: off, clock: { now: () => 0, monotonic: () => 0 } })
    const admin = await signedIn(server, 'admin')
    const reader = await signedIn(server, 'reader')
    const create = (type: string): Promise<number> =>
      reader.post('/home/security-createApiKey.api', { type }).then(({ status }) => status)
    expect([await create('apikey'), await create('session')]).toEqual([404, 404])
    const form = { allowApiKeys: 'true', apiKeyExpirationSeconds: String(7 * 86_400) }
    const saved = await admin.send(page, { form })
    expect(saved.text).toContain('The settings are saved')
    expect([await create('apikey'), await create('session')]).toEqual([200, 404])
    await admin.send(page, { form: { ...form, allowSessionKeys: 'on' } })
    expect(await create('session')).toBe(200)
    const key = await reader.createKey('apikey')
    server.clock.advance(7 * 86_400_000 - 1)
    expect((await send(server, '/login-whoami.api', { headers: basic(key) })).status).toBe(200)
    server.clock.advance(1)
    expect((await send(server, '/login-whoami.api', { headers: basic(key) })).status).toBe(401)
  })

  test('switching off stops creation only: keys that exist go on working', async () => {
    const server = seededServer()
    const admin = await signedIn(server, 'admin')
    const reader = await signedIn(server, 'reader')
    const keys = [await reader.createKey('apikey'), await reader.createKey('session')]
    await admin.send(page, { form: { apiKeyExpirationSeconds: '-1' } })
    expect((await reader.post('/home/security-createApiKey.api', { type: 'session' })).status).toBe(
      404,
    )
    for (const key of keys) {
      const answer = await send(server, '/login-whoami.api', { headers: basic(key) })
      expect(answer.json['email']).toBe(emailOf('reader'))
    }
  })

  test.each(['0', '-2', 'soon', '', '99999999999', '1.5'])(
    'refuses the expiration %j and changes nothing',
    async (apiKeyExpirationSeconds) => {
      const admin = await signedIn(seededServer(), 'admin')
      const answer = await admin.send(page, { form: { apiKeyExpirationSeconds } })
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('role="alert"')])
      expect(
        (await admin.post('/home/security-createApiKey.api', { type: 'session' })).status,
      ).toBe(200)
    },
  )

  test('is for administrators, with a token, and is recorded', async () => {
    const server = seededServer()
    const reader = await signedIn(server, 'reader')
    expect((await reader.send(page)).status).toBe(403)
    expect((await reader.send(page, { form: {} })).status).toBe(403)
    expect((await send(server, page, { form: {} })).status).toBe(401)
    const admin = await signedIn(server, 'admin')
    const forged = await admin.send(page, {
      form: {},
      headers: { 'X-LABKEY-CSRF': '0'.repeat(64) },
    })
    expect(forged.status).toBe(401)
    await admin.send(page, { form: { allowApiKeys: 'true', apiKeyExpirationSeconds: '-1' } })
    expect(server.audit.at(-1)).toMatchObject({
      event: 'AppPropsEvent',
      user: emailOf('admin'),
      comment: `${emailOf('admin')} saved the site settings: allowSessionKeys true to false`,
    })
  })
})
