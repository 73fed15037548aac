import { describe, expect, test } from 'vitest'
import { findEntry, NetrcError, parse, type Dialect } from '@wellkey/netrc'
import { lookupCases, sourceOf, type LookupCase, type Observed } from './corpus.ts'

/** A program that a dialect models, and what of it the dialect does not copy. */
interface Column {
  readonly dialect: Dialect
  readonly program: string
  readonly matchPort?: true
  /** ftp asks with the name of the local user when an entry has no login; that was root. */
  readonly localUser?: string
}

const columns: readonly Column[] = [
  { dialect: 'curl', program: 'curl-8.22.0-dev' },
  { dialect: 'python', program: 'cpython-3.13.0' },
  { dialect: 'go', program: 'go-cmd-1.19' },
  { dialect: 'go', program: 'go-cmd-1.24', matchPort: true },
  { dialect: 'inetutils', program: 'inetutils-ftp-2.4', localUser: 'root' },
]

/** `parse` refuses UTF-16 in every dialect; the programs read it as bytes and find nothing. */
function isUtf16({ netrc_base64 = '' }: LookupCase): boolean {
  return ['fffe', 'feff'].includes(Buffer.from(netrc_base64, 'base64').toString('hex', 0, 2))
}

describe.for(columns)('dialect $dialect answers as $program did', (column) => {
  const { dialect, program, matchPort = false, localUser } = column
  test.for(lookupCases)('$id $feature', (given) => {
    const observed = given.results[program]
    if (observed === undefined) throw new Error(`${program} was not observed`)
    const ask = () => {
      const source = sourceOf(given.netrc, given.netrc_base64)
      return findEntry(parse(source, { dialect }), given.query, { matchPort })
    }
    if (isUtf16(given)) {
      expect(ask).toThrow(expect.objectContaining({ code: 'ERR_NETRC_ENCODING' }))
    } else if (observed?.error) {
      expect(ask).toThrow(NetrcError)
    } else {
      expect(comparable(ask() ?? null)).toEqual(comparable(observed, localUser))
    }
  })
})

describe('dialects', () => {
  test('the document remembers its own, and an edit keeps it', () => {
    expect(parse('').dialect).toBe('consensus')
    expect(parse('', { dialect: 'go' }).dialect).toBe('go')
  })
})

function comparable(found: Observed, localUser?: string): unknown {
  const login = found?.login === localUser ? null : found?.login || null
  return { login, password: found?.password || null }
}
