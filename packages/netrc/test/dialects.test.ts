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

/** Rules of which the corpus has no case: as the programs' sources have them. */
describe.for([
  // curl, lib/netrc.c
  {
    dialect: 'curl',
    rule: 'a CR between words separates',
    text: 'machine h\rlogin u password p',
    found: 'u:p',
  },
  {
    dialect: 'curl',
    rule: 'a blank behind a CR that ends no line is an error',
    text: 'machine h login u\r password p',
    found: 'error',
  },
  {
    dialect: 'curl',
    rule: 'an error behind the answer does no harm',
    text: 'machine h login u password p\nmachine a login "x',
    found: 'u:p',
  },
  {
    dialect: 'curl',
    rule: 'an error before the entry is closed does',
    text: 'machine h login u password p account "x',
    found: 'error',
  },
  {
    dialect: 'curl',
    rule: 'a comment line inside quotes is left out',
    text: 'machine h login u password "a\n  # "b"\n  c"',
    found: 'u:a\nc',
  },
  {
    dialect: 'curl',
    rule: 'a macro of no lines ends at once',
    text: 'macdef\n\nmachine h login u password p',
    found: 'u:p',
  },
  {
    dialect: 'curl',
    rule: 'comments do not count for the size',
    text: `${'# comment comment comment\n'.repeat(6000)}machine h login u password p`,
    found: 'u:p',
  },
  {
    dialect: 'curl',
    rule: 'a token of 4,096 bytes is an error',
    text: `machine h login u password ${'ä'.repeat(2048)}`,
    found: 'error',
  },
  {
    dialect: 'curl',
    rule: 'a token of 4,095 bytes is none',
    text: `machine h login u password ${'ä'.repeat(2047)}x`,
    found: `u:${'ä'.repeat(2047)}x`,
  },
  {
    dialect: 'curl',
    rule: 'a line of 16,384 bytes is an error',
    text: `machine h login u password p ${'x '.repeat(8178)}\n`,
    found: 'error',
  },
  {
    dialect: 'curl',
    rule: 'an account alone is no answer',
    text: 'machine h account a\nmachine h login u password p',
    found: 'u:p',
  },
  {
    dialect: 'curl',
    rule: 'a quoted keyword is a word',
    text: 'machine h "login" x login u password p',
    found: 'u:p',
  },
  {
    dialect: 'curl',
    rule: 'CR ends no line: it stays in quotes, and a comment goes on behind it',
    text: '# c\r\nmachine h login u password "a\rb"\n# c\rmachine h login x password y',
    found: 'u:a\rb',
  },
  // CPython, Lib/netrc.py
  {
    dialect: 'python',
    rule: 'an escaped word is a keyword',
    text: 'mach\\ine h login u password p',
    found: 'u:p',
  },
  {
    dialect: 'python',
    rule: 'a comment behind a quoted value at its line end is read',
    text: 'machine h login u password "p"\n# two words\n',
    found: 'error',
  },
  {
    dialect: 'python',
    rule: 'a comment of one word is read as one',
    text: 'machine h login u password "p"\n#word\n',
    found: 'u:p',
  },
  {
    dialect: 'python',
    rule: 'a comment above all machines is a lone #',
    text: '#a b\nmachine h login u password p',
    found: 'error',
  },
  {
    dialect: 'python',
    rule: 'CR ends a line',
    text: '# c\rmachine h login u password p',
    found: 'u:p',
  },
  {
    dialect: 'python',
    rule: 'an empty word ends the file',
    text: 'machine h login u password p "" foo',
    found: 'u:p',
  },
  {
    dialect: 'python',
    rule: 'a macro ends at a line with nothing',
    text: 'macdef m\nx\n \nmachine h login u password p\n',
    found: 'error',
  },
  {
    dialect: 'python',
    rule: 'a value that the file does not have is empty',
    text: 'machine h login u password',
    found: 'u:',
  },
  {
    dialect: 'python',
    rule: 'a name that the file does not have is an error',
    text: 'machine h login u password p machine',
    found: 'error',
  },
  {
    dialect: 'python',
    rule: 'a backslash joins lines',
    text: 'machine h login u password p\\\n',
    found: 'u:p\n',
  },
  {
    dialect: 'python',
    rule: 'machine default stands in',
    text: 'machine default login u password p',
    found: 'u:p',
  },
  {
    dialect: 'python',
    rule: 'a blank behind a CR is a blank',
    text: 'machine h login u\r password p',
    found: 'u:p',
  },
  // cmd/go/internal/auth/netrc.go
  {
    dialect: 'go',
    rule: 'CR is a blank, before others too',
    text: 'machine h login u\r password p',
    found: 'u:p',
  },
  {
    dialect: 'go',
    rule: 'default with a word behind it is a pair',
    text: 'default x\nmachine h login u password p',
    found: 'u:p',
  },
  {
    dialect: 'go',
    rule: 'default at the end of a line ends all',
    text: 'default\nmachine h login u password p',
    found: 'none',
  },
  {
    dialect: 'go',
    rule: 'a word left over at the end of a line is not read',
    text: 'machine h login u machine\npassword p',
    found: 'u:p',
  },
  {
    dialect: 'go',
    rule: 'a macro starts with the next line',
    text: 'macdef m machine h login u\npassword x\n\npassword p',
    found: 'u:p',
  },
  {
    dialect: 'go',
    rule: 'macdef alone is no macro',
    text: 'macdef\nmachine h login u password p',
    found: 'u:p',
  },
  {
    dialect: 'go',
    rule: 'an entry that is whole takes no more',
    text: 'machine h login u password p login x',
    found: 'u:p',
  },
  // inetutils, ftp/ruserpass.c
  {
    dialect: 'inetutils',
    rule: 'a leading backslash is a letter',
    text: 'machine h login u password \\a\\b',
    found: 'u:\\ab',
  },
  {
    dialect: 'inetutils',
    rule: 'an empty value is none',
    text: 'machine h login "" password p',
    found: ':p',
  },
  {
    dialect: 'inetutils',
    rule: 'an empty word ends the file',
    text: '"" machine h login u password p',
    found: 'none',
  },
  {
    dialect: 'inetutils',
    rule: 'another login leaves the entry and keeps what it said',
    text: 'machine h login a password x login b password y',
    found: 'a:x',
  },
  {
    dialect: 'inetutils',
    rule: 'the same login stays in it',
    text: 'machine h login a login a password y',
    found: 'a:y',
  },
  {
    dialect: 'inetutils',
    rule: 'a left entry goes on at the next of the machine',
    text: 'machine h login a login b machine h password p',
    found: 'a:p',
  },
  {
    dialect: 'inetutils',
    rule: 'a macro of another machine is read as words',
    text: 'machine a login x macdef m\nmachine h login u password p\n\n',
    found: 'u:p',
  },
  {
    dialect: 'inetutils',
    rule: 'seventeen macros are too many',
    text: `machine h login u password p ${'macdef m\nx\n\n'.repeat(17)}`,
    found: 'error',
  },
  {
    dialect: 'inetutils',
    rule: 'sixteen are not',
    text: `machine h login u password p ${'macdef m\nx\n\n'.repeat(16)}`,
    found: 'u:p',
  },
  {
    dialect: 'inetutils',
    rule: '4,096 bytes of macros are too many',
    text: `machine h login u password p macdef m\n${'x'.repeat(4095)}\n\n`,
    found: 'error',
  },
  {
    dialect: 'inetutils',
    rule: '4,095 are not',
    text: `machine h login u password p macdef m\n${'x'.repeat(4094)}\n\n`,
    found: 'u:p',
  },
  {
    dialect: 'inetutils',
    rule: 'macdef at the end of a line has no name',
    text: 'machine h login u password p macdef\n\nx\n\n',
    found: 'error',
  },
  {
    dialect: 'inetutils',
    rule: 'a token of 8,192 bytes is beyond its buffer',
    text: `${'x'.repeat(8192)} machine h login u password p`,
    found: 'error',
  },
  {
    dialect: 'inetutils',
    rule: 'a line with a CR does not end a macro',
    text: 'machine h login u macdef m\nx\n\r\npassword p\n\n',
    found: 'u:',
  },
  ...(['curl', 'go', 'inetutils'] as const).map((dialect) => ({
    dialect,
    rule: 'a byte order mark is a part of the first word',
    text: '\ufeffmachine h login u password p',
    found: 'none',
  })),
  {
    dialect: 'go',
    rule: 'there are no comments',
    text: '# a machine h login u password p',
    found: 'u:p',
  },
  // consensus: where the others differ
  {
    dialect: 'consensus',
    rule: 'a byte order mark is skipped',
    text: '\ufeffmachine h login u password p',
    found: 'u:p',
  },
  {
    dialect: 'consensus',
    rule: 'CR is a blank, ends no comment, and stays in quotes',
    text: '# c\rmachine h login x password y\nmachine h\r login u password "a\rb"',
    found: 'u:a\rb',
  },
  // strict: every difference between the programs
  {
    dialect: 'strict',
    rule: 'plain entries are read',
    text: '# c\nmachine a login x password y\r\nmachine h login u password "p \\"q\\\\"\n',
    found: 'u:p "q\\',
  },
  {
    dialect: 'strict',
    rule: 'a macro behind the last field',
    text: 'machine h login u password p\nmacdef m\nx\n\ndefault login d password e\n',
    found: 'u:p',
  },
  ...[
    '\ufeffmachine h login u password p',
    'machine h login u password p # c',
    'machine h login u password p foo',
    'machine h user u password p',
    'MACHINE h login u password p',
    'machine h login u password p\\q',
    'machine h login u password "p\\n"',
    'machine h login u password "p',
    'machine h login u password "p"q',
    'machine h "login" u password p',
    'machine h login u password machine',
    'machine h login u password',
    'machine h\rlogin u password p',
    'machine h login u password a\0b',
    'machine h login u password p\nmacdef m\nx\n',
    'machine h macdef m\nx\n\nlogin u password p',
    'macdef m\nx\n\nmachine h login u password p',
    'machine h login u password p\nmachine H login v password q',
    'default login d password e\nmachine h login u password p',
    'machine h login u password p\ndefault login d password e\ndefault login d password e',
    'machine h login u password p\ndefault',
    'machine a\nmachine h login u password p',
    'machine "" login a password b machine h login u password p',
    'login x machine h login u password p',
  ].map((text) => ({
    dialect: 'strict' as const,
    rule: `refuses ${JSON.stringify(text)}`,
    text,
    found: 'error',
  })),
] satisfies readonly { dialect: Dialect; rule: string; text: string; found: string }[])(
  '$dialect: $rule',
  ({ dialect, text, found }) => {
    test('is so', () => {
      const document = parse(text, { dialect })
      if (found === 'error') {
        expect(() => findEntry(document, { host: 'h' })).toThrow(
          expect.objectContaining({ code: 'ERR_NETRC_ENTRY' }),
        )
        return
      }
      const entry = findEntry(document, { host: 'h' })
      expect(entry ? `${entry.login ?? ''}:${entry.password ?? ''}` : 'none').toBe(found)
    })
  },
)

function comparable(found: Observed, localUser?: string): unknown {
  const login = found?.login === localUser ? null : found?.login || null
  return { login, password: found?.password || null }
}
