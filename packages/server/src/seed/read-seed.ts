import { readFileSync } from 'node:fs'
import { basename, dirname, extname, resolve } from 'node:path'

import type { ServerOptions, TableSeed, UserSeed } from '../options.ts'
import { ServerError } from '../server-error.ts'
import { tableFromText } from './table-from-text.ts'

/** A user of a seed; without a password, one is made for the run. */
export type SeedUser = Omit<UserSeed, 'password'> & { readonly password?: string }

/** What a seed file brings. */
export interface Seed extends Pick<
  ServerOptions,
  'containers' | 'tables' | 'queries' | 'settings' | 'termsOfUse'
> {
  readonly users?: readonly SeedUser[]
}

const names = new Set(['users', 'containers', 'tables', 'queries', 'settings', 'termsOfUse'])

/**
 * Reads a seed: a `.json` file with options of the server by name, or a `.tsv` or `.csv` file with one
 * table of schema `lists`, named after the file.
 *
 * A table of a JSON file may have `"file": "people.tsv"`, beside it, in place of rows and columns.
 *
 * @throws {ServerError} `ERR_SERVER_OPTIONS` that names the file.
 */
export function readSeed(file: string): Seed {
  const extension = extname(file).toLowerCase()
  if (extension === '.tsv' || extension === '.csv') return { tables: [readTable(file)] }
  if (extension !== '.json') throw wrong(file, 'it is no .json, .tsv or .csv file')
  const seed = readJson(file)
  const unknown = Object.keys(seed).find((name) => !names.has(name))
  if (unknown !== undefined) throw wrong(file, `'${unknown}' is not known`)
  const list = [...names].find(
    (name) => name.endsWith('s') && name !== 'settings' && !Array.isArray(seed[name] ?? []),
  )
  if (list !== undefined) throw wrong(file, `'${list}' is not a list`)
  const tables = ((seed['tables'] ?? []) as readonly TableEntry[]).map((table) =>
    toTable(table, file),
  )
  return { ...(seed as Seed), tables }
}

/** Returns several seeds as one; of settings and terms the last one's stand. */
export function mergeSeeds(seeds: readonly Seed[]): Seed {
  const termsOfUse = seeds.findLast((seed) => seed.termsOfUse)?.termsOfUse
  return {
    users: seeds.flatMap(({ users = [] }) => users),
    containers: seeds.flatMap(({ containers = [] }) => containers),
    tables: seeds.flatMap(({ tables = [] }) => tables),
    queries: seeds.flatMap(({ queries = [] }) => queries),
    settings: Object.assign({}, ...seeds.map(({ settings = {} }) => settings)) as object,
    ...(termsOfUse && { termsOfUse }),
  }
}

type TableEntry = TableSeed & { readonly file?: string }

function toTable({ file, ...table }: TableEntry, seedFile: string): TableSeed {
  if (file === undefined) return table
  return readTable(resolve(dirname(seedFile), file), table)
}

function readTable(file: string, table: Partial<TableSeed> = {}): TableSeed {
  const { name = basename(file, extname(file)), columns, ...others } = table
  const delimiter = extname(file).toLowerCase() === '.csv' ? ',' : '\t'
  const rest = { delimiter, table: others } as const
  return tableFromText(name, readText(file), columns === undefined ? rest : { ...rest, columns })
}

function readJson(file: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(readText(file))
  } catch (error) {
    if (error instanceof ServerError) throw error
    // The parser's own words repeat the text, which may hold a password.
    throw wrong(file, 'it is not valid JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(file, 'it is not a JSON object')
  }
  return value as Record<string, unknown>
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const { code = 'unreadable' } = cause as NodeJS.ErrnoException
    throw new ServerError('ERR_SERVER_OPTIONS', `seed ${file}: it cannot be read (${code})`, {
      cause,
    })
  }
}

function wrong(file: string, message: string): ServerError {
  return new ServerError('ERR_SERVER_OPTIONS', `seed ${file}: ${message}`)
}
