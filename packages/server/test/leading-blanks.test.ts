import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import type { SeedRow } from '@wellkey/server'

import { basic, openBrowser, send } from './browser.ts'
import { emailOf, seededServer } from './seed.ts'

/** Rows that take as long as the test wants, and then go well or not. */
let slowMs = 0
let isBroken = false

// More than are made before others have their turn.
const count = 40_000

function* rows(): Generator<SeedRow> {
  for (let id = 0; id < count; id += 1) {
    if (id % 16_384 === 0) vi.advanceTimersByTime(slowMs)
    if (isBroken && id === 1) throw new Error('The cable is out')
    yield { Id: id }
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
  slowMs = 0
  isBroken = false
})

const server = seededServer({
  tables: [
    { name: 'Slow', columns: [{ name: 'Id', type: 'int', key: true }], containers: ['/Lab'], rows },
  ],
})
const path = '/Lab/query-selectRows.api?schemaName=lists&query.queryName=Slow&query.maxRows=1'

describe('a query that takes long', () => {
  test('is answered with a blank every two seconds, then as always', async () => {
    const browser = openBrowser(server)
    await browser.logIn('reader')
    const quick = await browser.send(path)
    expect(quick.text).toMatch(/^\{/)
    expect(quick.headers.get('Content-Length')).toBe(String(quick.text.length))
    const before = server.audit.length
    slowMs = 2000
    const slow = await browser.send(path)
    expect(slow.text).toMatch(/^ {1,4}\{/)
    expect(slow.text.trimStart()).toBe(quick.text)
    expect(slow.headers.get('Content-Length')).toBeNull()
    expect(slow.headers.get('Cache-Control')).toBe('no-store')
    expect(slow.headers.get('Server')).toMatch(/^LabKey\//)
    expect(server.audit.slice(before)).toMatchObject([{ event: 'SelectQuery', rowCount: 1 }])
  })

  test('has said 200 when it fails, and says so in the body', async () => {
    const browser = openBrowser(server)
    await browser.logIn('reader')
    slowMs = 2000
    const wrong = await browser.send(`${path}&query.Id~eq=x`)
    expect(wrong.status).toBe(400)
    isBroken = true
    const broken = await browser.send(`${path}&limit=5`)
    expect([broken.status, broken.text[0]]).toEqual([200, ' '])
    expect(JSON.parse(broken.text)).toMatchObject({
      success: false,
      exception: 'The cable is out',
    })
  })

  test('by a key is recorded once, and not answered when it cannot be', async () => {
    let isFull = false
    const audited = seededServer({
      tables: [
        { name: 'Slow', columns: [{ name: 'Id', type: 'int' }], containers: ['/Lab'], rows },
      ],
      auditSink: () => {
        if (isFull) throw new Error('disk full')
      },
    })
    const browser = openBrowser(audited)
    await browser.logIn('reader')
    const headers = basic(await browser.createKey('session'))
    const before = audited.audit.length
    slowMs = 2000
    const answer = await send(audited, path, { headers })
    expect(answer.text).toMatch(/^ +\{/)
    expect(audited.audit.slice(before)).toMatchObject([
      { event: 'SelectQuery', user: emailOf('reader'), keyKind: 'session-key' },
    ])
    isFull = true
    const refused = await send(audited, path, { headers })
    expect([refused.status, JSON.parse(refused.text)]).toEqual([
      200,
      { success: false, exception: expect.stringContaining('cannot be recorded') },
    ])
    expect(refused.text).not.toContain('rows')
  })

  test('stops sending when nobody reads any more', async () => {
    const browser = openBrowser(server)
    await browser.logIn('reader')
    slowMs = 2000
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const request = new Request(`http://labkey.test${path}`, { headers: { Cookie: cookie } })
    const response = await server.fetch(request)
    const reader = response.body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(' ')
    await reader?.cancel()
    expect((await reader?.read())?.done).toBe(true)
  })
})
