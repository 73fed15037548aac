import { describe, expect, test } from 'vitest'

import { createServer, demoOptions } from '@wellkey/server'
import type { SeedRow, ServerOptions, TableSeed } from '@wellkey/server'

import { people } from './seed.ts'

const user = { email: 'a@example.org', password: 'long enough', role: 'reader' } as const
const table = (change: Partial<TableSeed>): Partial<ServerOptions> => ({
  tables: [{ name: 'T', columns: [{ name: 'A', type: 'int', key: true }], rows: [], ...change }],
})

describe('createServer()', () => {
  const wrong: readonly (readonly [string, Partial<ServerOptions>, RegExp])[] = [
    ['a short password', { users: [{ ...user, password: 'hunter2' }] }, /users\[0\]: password/],
    ['no e-mail', { users: [{ ...user, email: 'ann' }] }, /users\[0\]: email/],
    ['a user twice', { users: [user, { ...user, email: 'A@example.org' }] }, /same email/],
    ['a bad context path', { contextPath: 'labkey' }, /contextPath/],
    ['a climbing context path', { contextPath: '/a/../b' }, /contextPath/],
    ['a bad container', { containers: [{ path: 'Lab' }] }, /containers: 'Lab'/],
    [
      'a misspelt setting',
      { settings: { allowKeys: true } as object },
      /allowKeys is not a setting/,
    ],
    ['an idle time of nothing', { settings: { sessionIdleMs: 0 } }, /sessionIdleMs must be/],
    [
      'a cost that is no power of two',
      { settings: { passwordCost: { cost: 1000, blockSize: 8, parallelization: 1 } } },
      /power of two/,
    ],
    [
      'a cost without its parts',
      { settings: { passwordCost: { N: 1024, r: 8, p: 1 } as never } },
      /passwordCost\.cost must be/,
    ],
    ['a container twice', { containers: [{ path: '/Lab' }, { path: '/lab' }] }, /same path/],
    [
      'a container without parent',
      { containers: [{ path: '/Lab/sub' }] },
      /parent of '\/Lab\/sub'/,
    ],
    [
      'guests in a protected container',
      { containers: [{ path: '/L', protected: true, guestRead: true }] },
      /guests/,
    ],
    [
      'guests below a protected container',
      {
        containers: [
          { path: '/L', protected: true },
          { path: '/L/s', guestRead: true },
        ],
      },
      /guests/,
    ],
    ['a table nowhere', table({ containers: ['/Nowhere'] }), /T: container '\/Nowhere'/],
    ['a cell of another type', table({ rows: [{ A: 'x' }] }), /T: row 1 has no valid int in 'A'/],
    ['a missing key', table({ rows: [{}] }), /row 1 has no valid int/],
    ['an unknown column', table({ rows: [{ A: 1, B: 2 }] }), /unknown column 'B'/],
    [
      'a bad date',
      table({ columns: [{ name: 'A', type: 'date' }], rows: [{ A: '2024-02-30' }] }),
      /no valid date/,
    ],
    [
      'a lookup to nowhere',
      table({ columns: [{ name: 'A', type: 'int', lookup: { queryName: 'X' } }] }),
      /single key column/,
    ],
    [
      'a lookup that shows nothing',
      {
        tables: [
          people,
          {
            name: 'T',
            columns: [
              { name: 'A', type: 'int', lookup: { queryName: 'People', displayColumn: 'X' } },
            ],
            rows: [],
          },
        ],
        containers: [
          { path: '/Lab' },
          { path: '/Study' },
          { path: '/Study/Sub' },
          { path: '/Public' },
        ],
      },
      /shows a column 'X'/,
    ],
  ]
  test.each(wrong)('refuses %s and never repeats a password', (_, options, message) => {
    const create = (): unknown => createServer({ users: [user], ...options })
    expect(create).toThrow(expect.objectContaining({ code: 'ERR_SERVER_OPTIONS' }) as Error)
    expect(create).toThrow(message)
    expect(create).not.toThrow(/hunter2/)
  })

  // The figure itself is in bench/start.bench.ts; here only what would hash passwords or run SQL shows.
  test('is ready at once, the demo too', () => {
    const { options } = demoOptions()
    createServer(options)
    const before = process.cpuUsage()
    createServer(options)
    const spent = process.cpuUsage(before)
    expect(spent.user + spent.system).toBeLessThan(1_000_000)
  })
})

describe('demoOptions()', () => {
  const { options, users, container } = demoOptions()
  const byName = new Map(options.tables?.map((seed) => [seed.name, seed]))
  const rows = (name: string): readonly SeedRow[] => {
    const seeded = byName.get(name)?.rows ?? []
    return typeof seeded === 'function' ? [...seeded()] : seeded
  }

  test('has the same data each time and other passwords', () => {
    const again = demoOptions()
    expect(again.options.tables).toEqual(options.tables)
    const passwords = [...users, ...again.users].map(({ password }) => password)
    expect(new Set(passwords).size).toBe(passwords.length)
  })

  test('holds at least 200 rows in tables that refer to each other', () => {
    expect([...byName.keys()]).toEqual(['Patients', 'Specimens', 'Results'])
    expect(rows('Patients').length + rows('Specimens').length + rows('Results').length).toBe(610)
    const patients = new Set(rows('Patients').map((row) => row['PatientId']))
    const specimens = new Set(rows('Specimens').map((row) => row['SpecimenId']))
    expect(rows('Specimens').every((row) => patients.has(row['PatientId'] ?? null))).toBe(true)
    expect(rows('Results').every((row) => specimens.has(row['SpecimenId'] ?? null))).toBe(true)
    expect(new Set(rows('Results').map((row) => row['Analyte'])).size).toBeGreaterThan(10)
  })

  test('is plausible: about one result in ten is flagged, nothing is drawn before enrolment', () => {
    const flagged = rows('Results').filter((row) => row['Flag'] !== null).length
    expect(flagged / rows('Results').length).toBeGreaterThan(0.05)
    expect(flagged / rows('Results').length).toBeLessThan(0.2)
    const enrolled = new Map(rows('Patients').map((row) => [row['PatientId'], row['Enrolled']]))
    for (const row of rows('Specimens')) {
      expect(String(row['Drawn']) >= String(enrolled.get(row['PatientId'] ?? null))).toBe(true)
    }
  })

  test('protects the study, tags its PHI, and leaves the other container open', () => {
    expect(container).toBe('/Demo Study')
    expect(options.containers).toEqual([
      { path: '/Demo Study', protected: true },
      { path: '/Open Data' },
    ])
    const phi = byName
      .get('Patients')
      ?.columns.flatMap(({ name, phi: level }) => (level ? [[name, level]] : []))
    expect(phi).toEqual([
      ['Initials', 'Limited'],
      ['BirthDate', 'PHI'],
    ])
  })
})
