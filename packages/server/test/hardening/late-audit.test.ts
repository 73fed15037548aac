// R6: a store that answers later is waited for. No answer goes out before its record is kept.
import { setTimeout as sleep } from 'node:timers/promises'

import { expect, test } from 'vitest'

import { createApp } from '../../src/app.ts'
import { createPasswords, hashSeededPasswords } from '../../src/auth/passwords.ts'
import { createClock } from '../../src/clock.ts'
import { createFaults } from '../../src/faults/faults.ts'
import { buildResponse } from '../../src/http/text-response.ts'
import { createJournal } from '../../src/journal/journal.ts'
import { resolveOptions } from '../../src/resolve-options.ts'
import { createSite } from '../../src/site/site.ts'
import { createMemoryStore } from '../../src/store/memory-store.ts'
import { StoreUnavailableError } from '../../src/store/store-unavailable-error.ts'
import type { Store } from '../../src/store/store.ts'
import { openBrowser } from '../browser.ts'
import { seedOptions } from '../seed.ts'

let isFull = false

function lateServer(): { fetch: (request: Request) => Promise<Response> } {
  const options = seedOptions()
  const resolved = resolveOptions(options)
  const clock = createClock()
  const { settings, users } = resolved
  const plain = options.users.map(
    ({ password }, index) => [users[index]?.id ?? 0, password] as const,
  )
  const passwordHashes = hashSeededPasswords(plain, settings.passwordCost)
  const limits = {
    idleMs: settings.sessionIdleMs,
    absoluteMs: settings.sessionAbsoluteMs,
    maxPerUser: 10,
    maxFromCredentials: 100,
    maxKeysPerSession: 10,
  }
  const memory = createMemoryStore({
    clock,
    users,
    passwordHashes,
    limits,
    settings,
    maxAuditRecords: 1000,
  })
  const store: Store = {
    ...memory,
    audit: {
      ...memory.audit,
      append: async (facts) => {
        if (!isFull) return memory.audit.append(facts)
        await sleep(25)
        throw new StoreUnavailableError({ cause: new Error('ENOSPC') })
      },
    },
  }
  const site = createSite(resolved, clock, createPasswords(settings.passwordCost), store)
  const journal = createJournal(10)
  const app = createApp({
    site: () => site,
    journal: () => journal,
    faults: createFaults(),
    onError: (error) => {
      throw error
    },
  })
  return { fetch: async (request) => buildResponse(await app.fetch(request, {})) }
}

const table = 'schemaName=lists&query.queryName=People'
const select = 'schemaName=lists&sql=SELECT Name FROM People'
const row = { schemaName: 'lists', queryName: 'People', rows: [{ Key: 99, Name: 'Ann' }] }

test('an access whose record is refused late is refused', async () => {
  const browser = openBrowser(lateServer())
  await browser.logIn('admin')
  await browser.send('/_webdav/Lab/@files/a.txt', { method: 'PUT', body: 'Ann was ill' })
  const asked: readonly (readonly [string, object?])[] = [
    [`/Lab/query-selectRows.api?${table}`],
    [`/Lab/query-getQuery.api?${table}`],
    [`/Lab/query-executeSql.api?${select}`],
    [`/Lab/sql-execute.api?${select}`],
    [`/Lab/query-selectDistinct.api?${table}&query.columns=Name`],
    [`/Lab/query-exportRowsTsv.view?${table}`],
    [`/Lab/query-exportRowsXLSX.view?${table}`],
    [`/Lab/query-exportSql.view?${select}&format=tsv`],
    [`/Lab/query-executeQuery.view?${table}`],
    [
      '/Lab/query-getData.api',
      { source: { type: 'query', schemaName: 'lists', queryName: 'People' } },
    ],
    ['/Lab/query-insertRows.api', row],
    ['/Lab/query-updateRows.api', { ...row, rows: [{ Key: 1, Name: 'Changed' }] }],
    ['/Lab/query-deleteRows.api', { ...row, rows: [{ Key: 1 }] }],
    ['/Lab/query-importRows.api', row],
    ['/Lab/query-truncateTable.api', row],
    ['/Lab/core-createContainer.api', { name: 'New' }],
    ['/Lab/security-createApiKey.api', { type: 'apikey' }],
    ['/Lab/security-createApiKey.api', { type: 'session' }],
    ['/_webdav/Lab/@files/a.txt'],
  ]
  const rowsBefore = (await browser.send(`/Lab/query-selectRows.api?${table}`)).json['rows']
  for (const [path, body] of asked) {
    isFull = true
    const refused = await browser.send(path, body === undefined ? {} : { body })
    expect([path, refused.status, refused.text]).toEqual([
      path,
      503,
      expect.not.stringContaining('Ann'),
    ])
    expect(refused.text).not.toMatch(/[0-9a-f]{64}/)
    isFull = false
  }
  expect((await browser.send(`/Lab/query-selectRows.api?${table}`)).json['rows']).toEqual(
    rowsBefore,
  )
  expect((await browser.send('/Lab/New/login-whoami.api')).status).toBe(404)
})
