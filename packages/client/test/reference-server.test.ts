// The client against the reference server, which shares nothing with it but the contract.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createClient,
  exitCodeOf,
  filter,
  fromValue,
  Secret,
  type Filter,
  type LabKeyClient,
  type LabKeyError,
} from '@wellkey/client'
import { cached, fromKeychain, memoryKeychain } from '@wellkey/credentials'
import { createServer, demoOptions } from '@wellkey/server'
import { describe, expect, onTestFinished, test } from 'vitest'
import { rejection } from './recording-server.ts'

const retry = false
const cheap = { cost: 1024, blockSize: 8, parallelization: 1 }

async function startDemo(settings: object = {}, contextPath?: string) {
  const { options, users } = demoOptions()
  const server = createServer({
    ...options,
    settings: { ...options.settings, passwordCost: cheap, ...settings },
    ...(contextPath !== undefined && { contextPath }),
  })
  const { url, close } = await server.listen({ port: 0 })
  onTestFinished(close)
  const reader = users.find(({ role }) => role === 'reader')
  if (reader === undefined) throw new Error('the demo has no reader')
  // A client without credentials of its own is a browser: it has its cookies only.
  const browser = createClient({ baseUrl: url, credentials: 'anonymous', container: '/Open Data' })
  const form = { email: reader.email, password: reader.password }
  await browser.request({ controller: 'login', action: 'loginApi', form })
  return { server, url, browser, reader }
}

async function makeKey(browser: LabKeyClient, type: 'apikey' | 'session') {
  const request = { controller: 'security', action: 'createApiKey', form: { type } }
  return (await browser.request<{ apikey: string }>(request)).apikey
}

interface Specimen {
  SpecimenId: string
  PatientId: string
  Type: string
  Volume: number
}

describe.each(['apikey', 'session'] as const)('with a key of type %s', (type) => {
  test('whoAmI() knows its user', async () => {
    const { url, browser, reader } = await startDemo()
    const credentials = fromValue(await makeKey(browser, type))
    const user = await createClient({ baseUrl: url, credentials }).security.whoAmI()
    expect(user).toMatchObject({ email: reader.email, isGuest: false, impersonated: false })
  })

  test('a write needs no request before it: the CSRF token is our own', async () => {
    const { url, browser } = await startDemo()
    const key = await makeKey(browser, type)
    const options = { baseUrl: url, credentials: fromValue(key), container: '/Open Data' }
    expect(await makeKey(createClient(options), 'apikey')).not.toBe(key)
  })
})

describe('selectRows() of the reference server', () => {
  test('gets all rows, and the columns', async () => {
    const { url, browser } = await startDemo()
    const credentials = fromValue(await makeKey(browser, 'apikey'))
    const labkey = createClient({ baseUrl: url, credentials, container: '/Open Data' })
    const { rows, rowCount, columns } = await labkey.query.selectRows<Specimen>({
      schemaName: 'lists',
      queryName: 'Specimens',
    })
    expect(rows.length).toBeGreaterThan(50)
    expect(rowCount).toBe(rows.length)
    expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(
      ['Drawn', 'PatientId', 'SpecimenId', 'Type', 'Volume'].toSorted(),
    )
    expect(columns.find(({ name }) => name === 'PatientId')).toMatchObject({
      type: 'string',
      lookup: { schemaName: 'lists', queryName: 'Patients' },
    })
  })

  test('filters, sorts and pages as the same rows in memory', async () => {
    const { url, browser } = await startDemo()
    const credentials = fromValue(await makeKey(browser, 'apikey'))
    const labkey = createClient({ baseUrl: url, credentials, container: '/Open Data' })
    const query = { schemaName: 'lists', queryName: 'Specimens' }
    const select = async (filters: readonly Filter[]) =>
      (await labkey.query.selectRows<Specimen>({ ...query, filters })).rows.map(
        (row) => row.SpecimenId,
      )
    const { rows } = await labkey.query.selectRows<Specimen>(query)
    const [first, second] = rows
    if (first === undefined || second === undefined) throw new Error('too few rows')
    const expected = (keep: (row: Specimen) => boolean) =>
      rows.filter(keep).map((row) => row.SpecimenId)
    const table: readonly (readonly [Filter[], (row: Specimen) => boolean])[] = [
      [[filter('SpecimenId').eq(first.SpecimenId)], (row) => row === first],
      [[filter('Type').neq(first.Type)], (row) => row.Type !== first.Type],
      [[filter('Volume').gte(5)], (row) => row.Volume >= 5],
      [[filter('Volume').gt(2), filter('Volume').lt(5)], (row) => row.Volume > 2 && row.Volume < 5],
      [[filter('Volume').between(2, 5)], (row) => row.Volume >= 2 && row.Volume <= 5],
      [
        [filter('SpecimenId').in([first.SpecimenId, second.SpecimenId])],
        (row) => row === first || row === second,
      ],
      [[filter('SpecimenId').in([first.SpecimenId, 'a;b'])], (row) => row === first],
      [[filter('SpecimenId').notIn([first.SpecimenId])], (row) => row !== first],
      [
        [filter('SpecimenId').startsWith(first.SpecimenId.slice(0, -1))],
        (row) => row.SpecimenId.startsWith(first.SpecimenId.slice(0, -1)),
      ],
      [
        [filter('PatientId').contains(first.PatientId.slice(1))],
        (row) => row.PatientId.includes(first.PatientId.slice(1)),
      ],
      [[filter('Volume').isBlank()], (row) => row.Volume === null],
      [[filter('Volume').isNonBlank()], (row) => row.Volume !== null],
    ]
    for (const [filters, keep] of table) {
      const got = (await select(filters)).toSorted()
      expect({ filters, got }).toEqual({ filters, got: expected(keep).toSorted() })
    }
    const page = await labkey.query.selectRows<Specimen>({
      ...query,
      columns: ['SpecimenId'],
      sort: '-SpecimenId',
      maxRows: 3,
      offset: 2,
    })
    const sorted = rows
      .map((row) => row.SpecimenId)
      .toSorted()
      .toReversed()
    expect(page.rows).toEqual(sorted.slice(2, 5).map((SpecimenId) => ({ SpecimenId })))
    expect(page.rowCount).toBe(rows.length)
  })

  test('works below a context path', async () => {
    const { url, browser } = await startDemo({}, '/labkey')
    const credentials = fromValue(await makeKey(browser, 'apikey'))
    const labkey = createClient({ baseUrl: url, credentials, container: '/Open Data' })
    const options = { schemaName: 'lists', queryName: 'Patients', maxRows: 2 }
    expect((await labkey.query.selectRows(options)).rows).toHaveLength(2)
  })

  test.each([
    ['an unknown query', { queryName: 'Nope' }, 'query lists.Nope in /Open Data'],
    ['an unknown schema', { schemaName: 'nope' }, 'query nope.Patients in /Open Data'],
    ['an unknown container', { container: '/Nope' }, 'query lists.Patients in /Nope'],
    ['an unknown view', { viewName: 'nope' }, 'nope'],
  ])('names %s', async (_name, options, words) => {
    const { url, browser } = await startDemo()
    const credentials = fromValue(await makeKey(browser, 'apikey'))
    const labkey = createClient({ baseUrl: url, credentials, container: '/Open Data' })
    const error = (await rejection(
      labkey.query.selectRows({ schemaName: 'lists', queryName: 'Patients', ...options }),
    )) as LabKeyError
    expect(error).toMatchObject({ code: 'ERR_LABKEY_NOT_FOUND', status: 404 })
    expect(error.message).toContain(words)
  })

  test('an unknown action is not found', async () => {
    const { url, browser } = await startDemo()
    const credentials = fromValue(await makeKey(browser, 'apikey'))
    const labkey = createClient({ baseUrl: url, credentials })
    const error = await rejection(labkey.request({ controller: 'query', action: 'noSuchAction' }))
    expect(error).toMatchObject({ code: 'ERR_LABKEY_NOT_FOUND', status: 404 })
  })

  test('passes on why a protected container stays closed', async () => {
    const { url, browser } = await startDemo()
    const credentials = fromValue(await makeKey(browser, 'apikey'))
    const labkey = createClient({ baseUrl: url, credentials, container: '/Demo Study' })
    const error = (await rejection(
      labkey.query.selectRows({ schemaName: 'lists', queryName: 'Patients' }),
    )) as LabKeyError
    expect(error).toMatchObject({ code: 'ERR_LABKEY_FORBIDDEN', status: 403 })
    expect(error.message).toContain(String(error.serverMessage))
    expect(error.serverMessage?.length).toBeGreaterThan(10)
  })
})

describe('a key that has ended', () => {
  const query = { schemaName: 'lists', queryName: 'Patients' }

  test('with the sign-out of its session is explained by file and line of the netrc', async () => {
    const { url, browser } = await startDemo()
    const folder = await mkdtemp(join(tmpdir(), 'wellkey-'))
    onTestFinished(async () => rm(folder, { recursive: true }))
    const file = join(folder, 'netrc')
    const key = await makeKey(browser, 'session')
    await writeFile(file, `\nmachine 127.0.0.1\nlogin apikey\npassword ${key}\n`, { mode: 0o600 })
    const environment = { LABKEY_BASE_URL: url, LABKEY_CONTAINER: '/Open Data', NETRC: file }
    const labkey = createClient({ environment, retry })
    expect((await labkey.query.selectRows(query)).rows.length).toBeGreaterThan(10)
    await browser.request({ controller: 'login', action: 'logoutApi', form: {} })
    const error = (await rejection(labkey.query.selectRows(query))) as LabKeyError
    expect(exitCodeOf(error)).toBe(4)
    expect(error).toMatchObject({ code: 'ERR_LABKEY_UNAUTHORIZED', source: { file, line: 2 } })
    expect(error.message).not.toContain(key)
    expect(error.message.replaceAll(url, 'http://SERVER').replaceAll(folder, 'FOLDER'))
      .toMatchInlineSnapshot(`
      "LabKey at http://SERVER refused the key (401) for query lists.Patients in /Open Data
        key   netrc file FOLDER/netrc line 2 (machine 127.0.0.1, login apikey)
        said  "The email address and password you entered did not match any accounts on file."
        why   a session key ends with its browser session (sign-out, or 30 minutes without use);
              an API key ends when it expires or is deleted
        next  make a new key at http://SERVER/security-externalToolsView.view,
              then store it: wellkey login http://SERVER --file FOLDER/netrc"
    `)
  })

  test('is replaced while the program runs, when a new one stands in the netrc', async () => {
    const { url, browser } = await startDemo()
    const folder = await mkdtemp(join(tmpdir(), 'wellkey-'))
    onTestFinished(async () => rm(folder, { recursive: true }))
    const file = join(folder, 'netrc')
    const store = async (key: string) =>
      writeFile(file, `machine 127.0.0.1 login apikey password ${key}\n`, { mode: 0o600 })
    await store('key-that-has-ended')
    const environment = { LABKEY_BASE_URL: url, LABKEY_CONTAINER: '/Open Data', NETRC: file }
    const labkey = createClient({ environment, retry })
    await rejection(labkey.query.selectRows(query))
    await store(await makeKey(browser, 'session'))
    expect((await labkey.query.selectRows(query)).rows.length).toBeGreaterThan(10)
  })

  test('is replaced while the program runs, when a new one is in a keychain that is read once', async () => {
    const { url, browser } = await startDemo()
    const keychain = memoryKeychain()
    const store = async (key: string) => keychain.set(url, 'apikey', new Secret(key))
    await store('key-that-has-ended')
    const credentials = cached(fromKeychain({ keychain }))
    const labkey = createClient({ baseUrl: url, container: '/Open Data', credentials, retry })
    await rejection(labkey.query.selectRows(query))
    await store(await makeKey(browser, 'apikey'))
    // What was kept is what was refused: it is the same call that finds the new key.
    expect((await labkey.query.selectRows(query)).rows.length).toBeGreaterThan(10)
  })

  test('with the idle time of its session is refused', async () => {
    const { server, url, browser } = await startDemo()
    const credentials = fromValue(await makeKey(browser, 'session'))
    const labkey = createClient({ baseUrl: url, credentials, container: '/Open Data' })
    await labkey.query.selectRows(query)
    server.clock.advance(31 * 60_000)
    expect(await rejection(labkey.query.selectRows(query))).toMatchObject({
      code: 'ERR_LABKEY_UNAUTHORIZED',
    })
  })

  test('is refused for a write, too, and not taken for a CSRF failure', async () => {
    const { url } = await startDemo()
    const credentials = fromValue('key-that-never-was')
    const labkey = createClient({ baseUrl: url, credentials, container: '/Open Data' })
    expect(await rejection(makeKey(labkey, 'apikey'))).toMatchObject({
      code: 'ERR_LABKEY_UNAUTHORIZED',
    })
  })

  test('is no way in for a guest: an anonymous client is told so', async () => {
    const { url } = await startDemo()
    const labkey = createClient({ baseUrl: url, credentials: 'anonymous', container: '/Open Data' })
    expect((await labkey.security.whoAmI()).isGuest).toBe(true)
    expect(await rejection(labkey.query.selectRows(query))).toMatchObject({
      code: 'ERR_LABKEY_UNAUTHORIZED',
      status: 401,
    })
  })
})
