// The border of JavaScript: every function of a client, but those of areas, refuses options of the wrong type by their
// names, before anything is sent. Areas have the same test in test/areas.
import { createClient, type LabKeyClient } from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import { rejection, startServer } from './recording-server.ts'

const query = { schemaName: 'lists', queryName: 'Patients' }
const rows = { ...query, rows: [{ PatientId: 'P-1' }] }
const sql = { schemaName: 'lists', sql: 'SELECT 1' }

/** What each function cannot do without. */
const required: Readonly<Record<string, object>> = {
  request: { controller: 'query', action: 'getSchemas' },
  open: { controller: 'query', action: 'getSchemas' },
  'query.selectRows': query,
  'query.streamRows': query,
  'query.pages': query,
  'query.executeSql': sql,
  'query.streamSql': sql,
  'query.selectDistinct': { ...query, column: 'Sex' },
  'query.getData': { source: query },
  'query.insertRows': rows,
  'query.updateRows': rows,
  'query.deleteRows': rows,
  'query.importRows': rows,
  'query.moveRows': { ...rows, targetContainer: '/X' },
  'query.saveRows': { commands: [{ command: 'insert', ...rows }] },
  'query.truncateTable': query,
  'query.importData': { ...query, source: { text: 'a\n1\n' } },
  'query.waitForImport': { jobId: '7' },
  'query.exportRows': query,
  'query.exportSql': sql,
  'query.exportTables': { tables: [query] },
  'query.getSchemas': {},
  'query.getQueries': { schemaName: 'lists' },
  'query.getQueryDetails': query,
  'query.getQueryViews': query,
  'query.saveQueryViews': { ...query, views: [{ columns: [{ fieldKey: 'Sex' }] }] },
  'query.saveSessionView': query,
  'query.deleteQueryView': query,
  'query.validateQuery': query,
  'query.getServerDate': {},
  'keys.create': {},
  'keys.list': {},
  'keys.delete': { rowId: 12 },
  'keys.rotate': { rowId: 12, store: () => {} },
}

/** Takes a function's arguments over the border: streams and pages do so with their first item. */
async function call(labkey: LabKeyClient, name: string, options: unknown): Promise<unknown> {
  const path = name.split('.')
  const api = path.slice(0, -1).reduce<unknown>((at, part) => Reflect.get(Object(at), part), labkey)
  const found: unknown = Reflect.get(Object(api), path.at(-1) ?? '')
  if (typeof found !== 'function') throw new Error(`there is no ${name}`)
  const given: unknown = Reflect.apply(found, undefined, [options])
  const isStream = typeof given === 'object' && given !== null && Symbol.asyncIterator in given
  return isStream ? (given as AsyncIterableIterator<unknown>).next() : given
}

const refusedBecause = (text: string) => ({
  code: 'ERR_LABKEY_OPTIONS',
  message: expect.stringContaining(text) as string,
})

test('each function of a client is here, or in the tests of areas, or takes no options', () => {
  const labkey = createClient({ baseUrl: 'http://127.0.0.1:9', credentials: 'anonymous' })
  const names = ['', 'query.', 'keys.'].flatMap((prefix) => {
    const api: unknown = prefix === '' ? labkey : Reflect.get(labkey, prefix.slice(0, -1))
    return Object.entries(Object(api) as object).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'function' ? [prefix + name] : [],
    )
  })
  const others = ['credential', 'within', 'all', 'each']
  expect([...Object.keys(required), ...others].toSorted()).toEqual(names.toSorted())
})

describe.each(Object.entries(required))('%s', (name, options) => {
  test('refuses what it does not know, and each option of a wrong type, by its name', async () => {
    const server = await startServer(() => ({ body: {} }))
    const labkey = createClient({ baseUrl: server.url, credentials: 'anonymous' })
    const unknown = await rejection(call(labkey, name, { ...options, nonsense: 1 }))
    const own = name.replace(/^query\./, '')
    expect(unknown).toMatchObject(refusedBecause(`${own} has no option "nonsense"; it knows `))
    const known = /it knows (.*)$/.exec(String(unknown))?.[1]?.split(', ') ?? []
    expect(known).toEqual(expect.arrayContaining(Object.keys(options)))
    expect(known).toContain('signal')
    for (const option of known) {
      const given = option === 'store' ? { secret: 'secret' } : () => 'secret'
      const error = await rejection(call(labkey, name, { ...options, [option]: given }))
      expect(error).toMatchObject(refusedBecause(`${own}: ${option} must be`))
      expect(String(error)).not.toContain('secret')
    }
    for (const option of Object.keys(options)) {
      const error = await rejection(call(labkey, name, { ...options, [option]: undefined }))
      expect(error).toMatchObject(refusedBecause(`${own}: ${option} must be`))
    }
    expect(server.requests).toEqual([])
  })

  test.each([[null], [7], ['lists'], [[]], [() => {}]])(
    'refuses %j instead of options',
    async (given) => {
      const labkey = createClient({ baseUrl: 'http://127.0.0.1:9', credentials: 'anonymous' })
      const own = name.replace(/^query\./, '')
      expect(await rejection(call(labkey, name, given))).toMatchObject(
        refusedBecause(`${own} takes an object of options, not`),
      )
    },
  )
})
