import { beforeEach, describe, expect, test } from 'vitest'

import type { Server } from '@wellkey/server'

import { openBrowser } from './browser.ts'
import type { Answer, Browser } from './browser.ts'
import { people, seededServer, visits } from './seed.ts'

let server: Server
let editor: Browser

beforeEach(async () => {
  server = seededServer({
    tables: [
      people,
      visits,
      {
        name: 'T',
        columns: [
          { name: 'Id', type: 'int', key: true },
          { name: 'FullName', type: 'string', required: true },
          { name: 'Note', type: 'string' },
        ],
        rows: [{ Id: 1, FullName: 'one', Note: 'n' }],
      },
    ],
  })
  editor = openBrowser(server)
  await editor.logIn('editor')
})

const table = { schemaName: 'lists', queryName: 'T' }
const importText = (form: Record<string, string>): Promise<Answer> =>
  editor.send('/Lab/query-import.api', { form: { ...table, ...form } })

async function rows(): Promise<unknown> {
  return (
    await editor.send(
      '/Lab/query-selectRows.api?schemaName=lists&query.queryName=T&query.columns=Id,FullName,Note&query.sort=Id',
    )
  ).json['rows']
}
const row = (Id: number, FullName: string, Note: string | null): object =>
  expect.objectContaining({ Id, FullName, Note }) as object

describe('query-import', () => {
  test.each([
    ['TSV', { text: 'Id\tFullName\tNote\n2\ttwo\t"a ""b""\n\tc"\n\n3\tthree\t\n' }],
    [
      'CSV',
      {
        text: '\ufeffid,"Full Name",stray,note\r\n2,two,x,"a ""b""\n\tc"\r\n3, three ,,',
        format: 'csv',
      },
    ],
  ])('reads %s with quotes, captions and blank values', async (_, form) => {
    expect((await importText(form)).json).toEqual({ success: true, rowCount: 2 })
    expect(await rows()).toEqual([
      row(1, 'one', 'n'),
      row(2, 'two', 'a "b"\n\tc'),
      row(3, 'three', null),
    ])
  })

  test.each([
    ['MERGE', { success: true, rowCount: 2 }, [row(1, 'uno', 'n'), row(2, 'two', null)]],
    ['REPLACE', { success: true, rowCount: 2 }, [row(1, 'uno', null), row(2, 'two', null)]],
    [
      'UPDATE',
      { success: false, exception: 'The existing row was not found.' },
      [row(1, 'one', 'n')],
    ],
    ['INSERT', { success: false, exception: 'Duplicate key provided: 1' }, [row(1, 'one', 'n')]],
    ['NOPE', { success: false, exception: 'Unknown insertOption: NOPE' }, [row(1, 'one', 'n')]],
  ])('%s', async (insertOption, answer, expected) => {
    const { json } = await importText({ insertOption, text: 'Id\tFullName\n1\tuno\n2\ttwo' })
    expect(json).toMatchObject(answer)
    expect(await rows()).toEqual(expected)
  })

  test.each([
    ['Id\tFullName\n2\ttwo\nx\tthree', 'Id', /Could not convert value 'x'/],
    [
      'Id\tFullName\n2\ttwo\n3\t',
      'FullName',
      /^Row 2: Missing value for required property: FullName/,
    ],
    ['Id\tFullName\n2\t"two', 'text', /no end/],
    ['Other\n1', '_form', /None of the headings/],
    ['Id\tFullName\n', '_form', /no rows/],
  ])(
    '%j is answered 200 with errors as an object, and nothing is kept',
    async (text, field, words) => {
      const { status, json } = await importText({ text })
      expect([status, json['success']]).toEqual([200, false])
      expect(json['errors']).toEqual({ [field]: expect.stringMatching(words) as string })
      expect(await rows()).toEqual([row(1, 'one', 'n')])
    },
  )

  test('a file is read by its ending; the answer is a page, or JSON for a script', async () => {
    for (const [headers, type] of [
      [{}, 'text/html;charset=utf-8'],
      [{ 'X-Requested-With': 'XMLHttpRequest' }, 'application/json;charset=utf-8'],
    ] as const) {
      const form = new FormData()
      for (const [name, value] of Object.entries({ ...table, insertOption: 'MERGE' }))
        form.set(name, value)
      form.set('file', new File(['Id,FullName\n5,"Größe, <five>"'], 'data.CSV'))
      const cookie = [...editor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await server.fetch(
        new Request('http://labkey.test/Lab/query-import.api', {
          method: 'POST',
          body: form,
          headers: {
            Cookie: cookie,
            'X-LABKEY-CSRF': editor.cookies.get('X-LABKEY-CSRF') ?? '',
            ...headers,
          },
        }),
      )
      expect(response.headers.get('Content-Type')).toBe(type)
      const text = await response.text()
      expect(text).toContain('"success": true')
      if (type.startsWith('text/html')) expect(text).toMatch(/^<html><body><textarea>\{/)
    }
    expect(await rows()).toEqual([row(1, 'one', 'n'), row(5, 'Größe, <five>', null)])
  })

  test('needs the right, a table, and is recorded', async () => {
    const reader = openBrowser(server)
    await reader.logIn('reader')
    expect((await reader.post('/Lab/query-import.api', { ...table, text: 'Id\n1' })).status).toBe(
      403,
    )
    expect((await importText({ queryName: 'Nope', text: 'a\n1' })).status).toBe(404)
    await importText({ text: 'Id\tFullName\n9\tn', auditUserComment: 'because' })
    expect(server.audit.at(-1)).toMatchObject({
      event: 'QueryUpdateAuditEvent',
      rowCount: 1,
      comment: 'import: because',
    })
  })

  test('a body of more than 1 MiB is taken here', async () => {
    const text = `Id\tFullName\n${Array.from({ length: 60_000 }, (_, index) => `${index + 2}\tsome name of a person`).join('\n')}`
    expect(text.length).toBeGreaterThan(1024 * 1024)
    expect((await importText({ text })).json).toEqual({ success: true, rowCount: 60_000 })
  })
})

describe('query-exportRowsTsv', () => {
  const exported = (query: string): Promise<Answer> =>
    editor.send(`/Lab/query-exportRowsTsv.view?schemaName=lists&${query}`)

  test('writes what the grid shows, as an attachment', async () => {
    const answer = await exported(
      'query.queryName=People&query.columns=Key,Name,Born,Score&query.Key~in=1;3;6',
    )
    expect(answer.headers.get('Content-Disposition')).toBe('attachment; filename="People.tsv"')
    expect(answer.headers.get('Content-Type')).toBe('text/tab-separated-values;charset=utf-8')
    expect(answer.text).toBe(
      'Key\tName\tBorn\tScore\n1\tAnn\t1970-05-31\t1.50\n3\tCleo; the third\t\t\n6\t\t2024-02-29\t100.00\n',
    )
  })

  test.each([
    ['delim=SEMICOLON&query.Key~eq=3', 'Key;Name\n3;"Cleo; the third"\n'],
    ['delim=SEMICOLON&quote=SINGLE&headerType=None&query.Key~eq=3', "3;'Cleo; the third'\n"],
    ['delim=COMMA&exportAlias.Name=Who&excludeColumn=Key&query.Key~eq=1', 'Who\nAnn\n'],
  ])('%s', async (query, text) => {
    expect((await exported(`query.queryName=People&query.columns=Key,Name&${query}`)).text).toBe(
      text,
    )
  })

  test('header types name lookups differently', async () => {
    const first = async (type: string): Promise<string | undefined> =>
      (await exported(`query.queryName=Visits&headerType=${type}`)).text.split('\n')[0]
    expect(await first('FieldKey')).toBe('Id\tPerson\tWeight')
    expect(await first('DisplayFieldKey')).toBe('Id\tPerson/Initials\tWeight')
    expect((await exported('query.queryName=Visits&headerType=X')).status).toBe(400)
    expect((await exported('query.queryName=Visits&delim=X')).status).toBe(400)
  })
})
