import { describe, expect, test } from 'vitest'

import { basic, openBrowser, send } from './browser.ts'
import type { Browser } from './browser.ts'
import { emailOf, seededServer } from './seed.ts'
import type { Name } from './seed.ts'

type Row = Readonly<Record<string, unknown>>

const tools = '/Lab/security-externalToolsView.view'

async function signedIn(server: ReturnType<typeof seededServer>, name: Name): Promise<Browser> {
  const browser = openBrowser(server)
  await browser.logIn(name)
  return browser
}

async function list(browser: Browser, queryName: string): Promise<readonly Row[]> {
  const query = `query-selectRows.api?schemaName=core&query.queryName=${queryName}&query.columns=*,RowId,CreatedBy`
  const { json } = await browser.send(`/home/${query}`)
  return json['rows'] as Row[]
}

async function statusOf(server: ReturnType<typeof seededServer>, key: string): Promise<number> {
  return (await send(server, '/login-whoami.api', { headers: basic(key) })).status
}

describe('core.UserAPIKeys', () => {
  test("lists the caller's own keys with description, expiry and last use, and no secret", async () => {
    const start = new Date(2024, 4, 31, 8, 30).getTime()
    const server = seededServer({
      clock: { now: () => start, monotonic: () => 0 },
      settings: { apiKeyExpirationSeconds: 86_400 },
    })
    const reader = await signedIn(server, 'reader')
    const editor = await signedIn(server, 'editor')
    const made = await reader.post('/home/security-createApiKey.api', {
      type: 'apikey',
      description: `  nightly ${'x'.repeat(300)}`,
    })
    await editor.createKey('apikey')
    const unused = await list(reader, 'UserAPIKeys')
    expect(unused).toHaveLength(1)
    expect(unused[0]).toMatchObject({
      Created: '2024-05-31 08:30:00.000',
      Expiration: '2024-06-01 08:30:00.000',
      LastUsed: null,
      Description: `nightly ${'x'.repeat(248)}`,
    })
    const key = String(made.json['apikey'])
    server.clock.advance(60_000)
    await statusOf(server, key)
    server.clock.advance(9 * 60_000)
    await statusOf(server, key)
    expect((await list(reader, 'userapikeys'))[0]).toMatchObject({
      LastUsed: '2024-05-31 08:31:00.000',
    })
    server.clock.advance(60_000)
    await statusOf(server, key)
    const used = await list(reader, 'UserAPIKeys')
    expect(used[0]).toMatchObject({ LastUsed: '2024-05-31 08:41:00.000' })
    expect(JSON.stringify(used)).not.toContain(key)
  })

  test('is not there for guests, while impersonating, nor before 24.2', async () => {
    const query = '/Public/query-selectRows.api?schemaName=core&query.queryName=UserAPIKeys'
    expect((await send(seededServer(), query)).status).toBe(404)
    const admin = await signedIn(seededServer(), 'admin')
    expect((await admin.send(query)).status).toBe(200)
    await admin.post('/user-impersonateRoles.api', { roleNames: ['ReaderRole'] })
    expect((await admin.send(query)).status).toBe(404)
    const old = openBrowser(seededServer({ release: '23.2' }))
    await old.logIn('admin')
    expect((await old.send(query)).status).toBe(404)
  })
})

describe('core.APIKeys', () => {
  test('lists the keys of all users, for administrators', async () => {
    const server = seededServer()
    const reader = await signedIn(server, 'reader')
    const admin = await signedIn(server, 'admin')
    await reader.createKey('apikey')
    await admin.createKey('apikey')
    const rows = await list(admin, 'APIKeys')
    expect(rows.map((row) => row['CreatedBy'])).toEqual([1003, 1001])
    const query = '/home/query-selectRows.api?schemaName=core&query.queryName=APIKeys'
    expect((await reader.send(query)).status).toBe(403)
  })
})

describe('deleting an API key', () => {
  test('refuses it at once, and ends the sessions made from it and no others', async () => {
    const server = seededServer()
    const browser = await signedIn(server, 'reader')
    const key = await browser.createKey('apikey')
    const other = await browser.createKey('apikey')
    const scripts = [openBrowser(server), openBrowser(server)]
    for (const [index, script] of scripts.entries()) {
      await script.send('/login-whoami.api', { headers: basic([key, other][index] ?? '') })
    }
    const sessionKey = await scripts[0]?.createKey('session')
    const [row] = await list(browser, 'UserAPIKeys')
    const answer = await browser.send(tools, { form: { deleteRowId: String(row?.['RowId']) } })
    expect(answer.text).toContain('The API key is deleted')
    expect(await statusOf(server, key)).toBe(401)
    expect(await statusOf(server, sessionKey ?? '')).toBe(401)
    expect(await statusOf(server, other)).toBe(200)
    const who = await Promise.all(scripts.map((script) => script.send('/login-whoami.api')))
    expect(who.map(({ json }) => json['email'])).toEqual(['guest', emailOf('reader')])
    expect((await browser.send('/login-whoami.api')).json['email']).toBe(emailOf('reader'))
  })

  test("leaves another user's key alone", async () => {
    const server = seededServer()
    const reader = await signedIn(server, 'reader')
    const editor = await signedIn(server, 'editor')
    const key = await reader.createKey('apikey')
    const [row] = await list(reader, 'UserAPIKeys')
    const answer = await editor.send(tools, { form: { deleteRowId: String(row?.['RowId']) } })
    expect(answer.text).toContain('There is no such API key of yours')
    expect(await statusOf(server, key)).toBe(200)
  })

  test('works through query-deleteRows, of others through core.APIKeys only', async () => {
    const server = seededServer()
    const reader = await signedIn(server, 'reader')
    const editor = await signedIn(server, 'editor')
    const admin = await signedIn(server, 'admin')
    const keys = [await reader.createKey('apikey'), await reader.createKey('apikey')]
    const rows = await list(reader, 'UserAPIKeys')
    const remove = (browser: Browser, queryName: string, index: number): Promise<number> =>
      browser
        .post('/home/query-deleteRows.api', {
          schemaName: 'core',
          queryName,
          rows: [{ RowId: rows[index]?.['RowId'] }],
        })
        .then(({ status }) => status)
    expect(await remove(editor, 'UserAPIKeys', 0)).toBe(200)
    expect(await remove(editor, 'APIKeys', 0)).toBe(403)
    expect(await statusOf(server, keys[0] ?? '')).toBe(200)
    expect(await remove(reader, 'UserAPIKeys', 0)).toBe(200)
    expect(await statusOf(server, keys[0] ?? '')).toBe(401)
    expect(await remove(admin, 'APIKeys', 1)).toBe(200)
    expect(await statusOf(server, keys[1] ?? '')).toBe(401)
    expect(server.audit.at(-2)?.comment).toMatch(/^API key \w{12} of reader@.* deleted by admin@/)
  })
})

describe('users who are locked out', () => {
  test('lose sessions and keys at once, and get their API keys back with their account', async () => {
    const server = seededServer()
    const admin = await signedIn(server, 'admin')
    const reader = await signedIn(server, 'reader')
    const [apiKey, sessionKey] = [
      await reader.createKey('apikey'),
      await reader.createKey('session'),
    ]
    const change = (action: string): Promise<number> =>
      admin.send(`/user-${action}.view`, { form: { userId: '1003' } }).then(({ status }) => status)
    expect(await change('deactivateUsers')).toBe(302)
    expect((await reader.send('/login-whoami.api')).json['email']).toBe('guest')
    expect(await statusOf(server, sessionKey)).toBe(401)
    const refused = await send(server, '/login-whoami.api', { headers: basic(apiKey) })
    expect([refused.status, refused.json['exception']]).toEqual([
      401,
      'Your account has been deactivated.',
    ])
    expect((await reader.logIn('reader')).status).toBe(400)
    expect((await admin.send('/user-showUsers.view')).text).toContain('deactivated</span>')
    expect(await change('activateUsers')).toBe(302)
    expect(await statusOf(server, apiKey)).toBe(200)
    expect(await statusOf(server, sessionKey)).toBe(401)
  })

  test('who are deleted are unknown, and so are their keys', async () => {
    const server = seededServer()
    const admin = await signedIn(server, 'admin')
    const reader = await signedIn(server, 'reader')
    const key = await reader.createKey('apikey')
    expect((await admin.post('/security-deleteUser.api', { id: 1003 })).json['deleted']).toBe(1003)
    expect((await admin.post('/security-deleteUser.api', { id: 1003 })).status).toBe(404)
    expect(await statusOf(server, key)).toBe(401)
    expect((await reader.logIn('reader')).status).toBe(400)
    expect((await list(admin, 'APIKeys')).length).toBe(0)
  })

  test('are never oneself', async () => {
    const admin = await signedIn(seededServer(), 'admin')
    const form = { userId: '1001' }
    expect((await admin.send('/user-deactivateUsers.view', { form })).status).toBe(400)
    expect((await admin.post('/security-deleteUser.api', { id: 1001 })).status).toBe(400)
    expect((await admin.send('/login-whoami.api')).json['id']).toBe(1001)
  })

  test('are a matter for administrators', async () => {
    const reader = await signedIn(seededServer(), 'reader')
    const form = { userId: '1002' }
    expect((await reader.send('/user-deactivateUsers.view', { form })).status).toBe(403)
    expect((await reader.send('/user-showUsers.view')).status).toBe(403)
    expect((await reader.post('/security-deleteUser.api', { id: 1002 })).status).toBe(403)
  })
})

describe('key formats', () => {
  test.each([
    ['labkey', /^[0-9a-f]{64}$/, /^[0-9a-f]{64}$/],
    ['legacy', /^session\|[0-9a-f]{32}$/, /^apikey\|[0-9a-f]{32}$/],
    ['scannable', /^lks_[0-9A-Za-z]{49}$/, /^lka_[0-9A-Za-z]{49}$/],
  ] as const)('%s', async (keyFormat, session, apikey) => {
    const server = seededServer({ settings: { keyFormat } })
    const browser = await signedIn(server, 'reader')
    for (const [type, shape] of [
      ['session', session],
      ['apikey', apikey],
    ] as const) {
      const key = await browser.createKey(type)
      expect(key).toMatch(shape)
      expect(await statusOf(server, key)).toBe(200)
      // One letter more, less or other: 401 like any other key, with or without a right checksum.
      for (const wrong of [
        `${key}0`,
        key.slice(0, -1),
        key.replace(/.$/, (c) => (c === '0' ? '1' : '0')),
      ]) {
        expect(await statusOf(server, wrong)).toBe(401)
      }
    }
  })

  test('scannable keys end with the CRC-32 of what stands before, in base62', async () => {
    const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
    const browser = await signedIn(seededServer({ settings: { keyFormat: 'scannable' } }), 'reader')
    const key = await browser.createKey('apikey')
    const value = Array.from(key.slice(-6)).reduce(
      (sum, digit) => sum * 62 + letters.indexOf(digit),
      0,
    )
    expect(value).toBe(crc32(key.slice(0, -6)))
  })

  test('by default are those of the release', async () => {
    const browser = await signedIn(seededServer({ release: '23.2' }), 'reader')
    expect(await browser.createKey('session')).toMatch(/^session\|[0-9a-f]{32}$/)
  })
})

/** CRC-32 of the standard, bit by bit. */
function crc32(text: string): number {
  let crc = 0xffff_ffff
  for (const char of text) {
    crc ^= char.charCodeAt(0)
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0)
  }
  return (crc ^ 0xffff_ffff) >>> 0
}
