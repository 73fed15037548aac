import { parseArgs } from 'node:util'

import { keyFormats } from '../keys/key-format.ts'
import type { KeyFormat } from '../keys/key-format.ts'
import { parseRelease } from '../release.ts'
import type { Release } from '../release.ts'

/** What the command was asked to do. */
export type Command =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'verify'; readonly file: string }
  | ({ readonly kind: 'serve' } & ServeArguments)

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
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      version: { type: 'boolean', default: false },
    },
  })
  if (values.help) return { kind: 'help' }
  if (values.version) return { kind: 'version' }
  const [command, file, ...others] = positionals
  if (command === 'verify') {
    if (file === undefined || others.length > 0) throw new TypeError('verify takes one file')
    return { kind: 'verify', file }
  }
  if (command !== undefined) throw new TypeError(`'${command}' is not known`)
  if (values.demo && values.seed.length > 0) {
    throw new TypeError('--demo and --seed cannot be had at once')
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
    json: values.json,
  }
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
