import { createServer } from '@wellkey/server'
import type { SeedRow, Server, ServerOptions, TableSeed } from '@wellkey/server'

/** A table whose rows are there to be looked at. */
export type RowsSeed = TableSeed & { readonly rows: readonly SeedRow[] }

export const passwords = {
  admin: 'correct horse battery admin',
  editor: 'correct horse battery editor',
  reader: 'correct horse battery reader',
  gone: 'correct horse battery gone',
} as const

export type Name = keyof typeof passwords

export const emailOf = (name: Name): string => `${name}@example.org`

export const people: RowsSeed = {
  name: 'People',
  containers: ['/Lab', '/Study', '/Study/Sub', '/Public'],
  columns: [
    { name: 'Key', type: 'int', key: true },
    { name: 'Name', type: 'string' },
    { name: 'Initials', type: 'string', phi: 'Limited' },
    { name: 'Born', type: 'date', phi: 'PHI', format: 'yyyy-MM-dd' },
    { name: 'Secret', type: 'string', phi: 'Restricted' },
    { name: 'Score', type: 'float', format: '0.00' },
    { name: 'Active', type: 'boolean' },
  ],
  rows: [
    person(1, 'Ann', 'A', '1970-05-31', 1.5, true),
    person(2, 'bob', 'B', '1980-01-01 08:30', 2, false),
    person(3, 'Cleo; the third', 'C', null, null, null),
    person(4, null, null, '1970-05-31 23:59:59.999', -3.25, true),
    person(5, 'annabel', 'A', '1999-12-31', 2, false),
    person(6, '', 'D', '2024-02-29', 100, true),
  ],
}

export const visits: RowsSeed = {
  name: 'Visits',
  containers: ['/Lab', '/Study', '/Study/Sub', '/Public'],
  columns: [
    { name: 'Id', type: 'int', key: true },
    { name: 'Person', type: 'int', lookup: { queryName: 'People', displayColumn: 'Initials' } },
    { name: 'Weight', type: 'float' },
  ],
  rows: [
    { Id: 10, Person: 1, Weight: 61.5 },
    { Id: 11, Person: 2, Weight: 80 },
    { Id: 12, Person: null, Weight: null },
  ],
}

function person(
  key: number,
  name: string | null,
  initials: string | null,
  born: string | null,
  score: number | null,
  active: boolean | null,
): SeedRow {
  return {
    Key: key,
    Name: name,
    Initials: initials,
    Born: born,
    Secret: `s${key}`,
    Score: score,
    Active: active,
  }
}

/** A server as most tests need it: cheap password hashing, both kinds of keys switched on. */
export function seededServer(options: Partial<ServerOptions> = {}): Server {
  return createServer(seedOptions(options))
}

/** What it starts with. */
export function seedOptions(options: Partial<ServerOptions> = {}): ServerOptions {
  return {
    users: [
      { email: emailOf('admin'), password: passwords.admin, role: 'admin' },
      { email: emailOf('editor'), password: passwords.editor, role: 'editor' },
      { email: emailOf('reader'), password: passwords.reader, role: 'reader', maxPhi: 'PHI' },
      { email: emailOf('gone'), password: passwords.gone, role: 'reader', isActive: false },
    ],
    containers: [
      { path: '/Lab' },
      { path: '/Study', protected: true },
      { path: '/Study/Sub' },
      { path: '/Public', guestRead: true },
    ],
    tables: [people, visits],
    ...options,
    settings: {
      allowApiKeys: true,
      allowSessionKeys: true,
      passwordCost: { cost: 2 ** 4, blockSize: 1, parallelization: 1 },
      ...options.settings,
    },
  }
}
