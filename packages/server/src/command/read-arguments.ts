import { parseArgs } from 'node:util'

import { keyFormats } from '../keys/key-format.ts'
import type { KeyFormat } from '../keys/key-format.ts'
import { parseRelease } from '../release.ts'
import type { Release } from '../release.ts'

/** What the command was asked to do. */
export type Command =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'verify'; readonly file: string }
  | { readonly kind: 'verify-database'; readonly database: DatabaseArguments }
  | ({ readonly kind: 'serve' } & ServeArguments)

/** Where a server keeps what all of its instances share. */
export interface DatabaseArguments {
  /** May hold a password: it is never printed. */
  readonly url: string
  readonly secretFile: string
}

/** Options of a server that runs. */
export interface ServeArguments {
  readonly port: number
  readonly host: string
  readonly contextPath: string
  readonly demo: boolean
  readonly seeds: readonly string[]
  readonly release: Release | undefined
  readonly keyFormat: KeyFormat | undefined
  readonly audit: string | undefined
  /** `undefined`: everything is in memory. */
  readonly database: DatabaseArguments | undefined
  readonly json: boolean
}

/**
 * Reads the arguments behind the program's name.
 *
 * @throws {Error} with words that name the argument at fault.
 */
export function readArguments(argv: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '8080' },
      host: { type: 'string', default: '127.0.0.1' },
      'context-path': { type: 'string', default: '' },
      demo: { type: 'boolean', default: false },
      seed: { type: 'string', multiple: true, default: [] },
      release: { type: 'string' },
      'key-format': { type: 'string' },
      audit: { type: 'string' },
      database: { type: 'string' },
      'secret-file': { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      version: { type: 'boolean', default: false },
    },
  })
  if (values.help) return { kind: 'help' }
  if (values.version) return { kind: 'version' }
  const [command, file, ...others] = positionals
  const database = readDatabase(values.database, values['secret-file'])
  if (command === 'verify') {
    if (database !== undefined && file === undefined) return { kind: 'verify-database', database }
    if (file === undefined || others.length > 0) throw new TypeError('verify takes one file')
    return { kind: 'verify', file }
  }
  if (command !== undefined) {
    // A URL without its option may hold a password.
    const what = command.includes('://') ? 'A URL' : `'${command}'`
    throw new TypeError(`${what} is not known`)
  }
  if (values.demo && values.seed.length > 0) {
    throw new TypeError('--demo and --seed cannot be had at once')
  }
  if (database !== undefined && values.audit !== undefined) {
    throw new TypeError('--audit and --database cannot be had at once: the database has the audit')
  }
  const contextPath = values['context-path']
  return {
    kind: 'serve',
    port: readPort(values.port),
    host: values.host,
    contextPath: contextPath === '/' ? '' : contextPath.replace(/\/$/, ''),
    demo: values.demo,
    seeds: values.seed,
    release: values.release === undefined ? undefined : parseRelease(values.release),
    keyFormat: readKeyFormat(values['key-format']),
    audit: values.audit,
    database,
    json: values.json,
  }
}

// The URL is not repeated, whatever is wrong with it: it may hold a password.
function readDatabase(
  url: string | undefined,
  secretFile: string | undefined,
): DatabaseArguments | undefined {
  if (url === undefined) {
    if (secretFile === undefined) return undefined
    throw new TypeError('--secret-file is of use with --database only')
  }
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new TypeError('--database is not a URL such as postgres://user@host:5432/name')
  }
  if (secretFile !== undefined) return { url, secretFile }
  throw new TypeError(
    '--database needs --secret-file with at least 32 random bytes, the same for every instance, ' +
      'for example from: openssl rand -base64 48',
  )
}

function readPort(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new TypeError(`--port '${text}' is not a number from 0 to 65535`)
}

function readKeyFormat(text: string | undefined): KeyFormat | undefined {
  const format = keyFormats.find((known) => known === text)
  if (text === undefined || format !== undefined) return format
  throw new TypeError(`--key-format '${text}' is none of ${keyFormats.join(', ')}`)
}
