// Rules of which the corpus has no case: as the programs' sources have them.
import type { Dialect } from '@wellkey/netrc'

/** A file in a dialect, and what is found in it for the host `h`: `login:password`, `none` or `error`. */
export interface DialectRule {
  readonly dialect: Dialect
  readonly rule: string
  readonly text: string
  readonly found: string
}

/** curl, lib/netrc.c */
export const rulesOfCurl: readonly DialectRule[] = [
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
]

/** CPython, Lib/netrc.py */
export const rulesOfPython: readonly DialectRule[] = [
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
  {
    dialect: 'python',
    rule: 'a quote that is not closed holds all to the end of the file',
    text: 'machine h login u password "p q',
    found: 'u:p q',
  },
  {
    dialect: 'python',
    rule: 'a line in quotes is no comment',
    text: 'machine h login u password "p\n# c\n  q"',
    found: 'u:p\n# c\n  q',
  },
  {
    dialect: 'python',
    rule: 'a comment line may follow a comment behind words',
    text: 'machine h login u password p # c\n# two words\nmachine b login v password q',
    found: 'u:p',
  },
  {
    dialect: 'python',
    rule: 'a comment ends with a CR too',
    text: 'machine b login v password q # c\rmachine h login u password p\n',
    found: 'u:p',
  },
]
