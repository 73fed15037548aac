// As dialect-rules.ts, for the dialects that are left.
import type { DialectRule } from './dialect-rules.ts'

/** inetutils, ftp/ruserpass.c */
export const rulesOfFtp: readonly DialectRule[] = [
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
  {
    dialect: 'inetutils',
    rule: 'a quote that is not closed holds all to the end of the file',
    text: 'machine h login u password "p q',
    found: 'u:p q',
  },
  {
    dialect: 'inetutils',
    rule: 'a line in quotes is no comment',
    text: 'machine h login u password "p\n# c\n  q"',
    found: 'u:p\n# c\n  q',
  },
]

/** cmd/go, auth/netrc.go */
export const rulesOfGo: readonly DialectRule[] = [
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
  {
    dialect: 'go',
    rule: 'there are no comments',
    text: '# a machine h login u password p',
    found: 'u:p',
  },
  {
    dialect: 'go',
    rule: '# is a word, and what follows it is its pair',
    text: 'machine h login u # x password p',
    found: 'u:p',
  },
  {
    dialect: 'go',
    rule: 'a field before any machine takes its value',
    text: 'login machine machine h login u password p',
    found: 'u:p',
  },
]

/** Those that are no program, and what several programs share. */
export const rulesOfOurs: readonly DialectRule[] = [
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
  ...(['curl', 'go', 'inetutils'] as const).map((dialect) => ({
    dialect,
    rule: 'a byte order mark is a part of the first word',
    text: '\ufeffmachine h login u password p',
    found: 'none',
  })),
  {
    dialect: 'consensus',
    rule: 'a field before any machine takes its value',
    text: 'login machine\nmachine h login u password p',
    found: 'u:p',
  },
  {
    dialect: 'consensus',
    rule: 'a quoted # opens no comment',
    text: 'machine h "#q" login u password p',
    found: 'u:p',
  },
  {
    dialect: 'consensus',
    rule: 'a quoted word is no keyword',
    text: 'machine h login u password p "login" x',
    found: 'u:p',
  },
  {
    dialect: 'consensus',
    rule: 'an empty quoted word is skipped',
    text: 'machine h "" login u password p',
    found: 'u:p',
  },
  {
    dialect: 'consensus',
    rule: 'a NUL in quotes makes the value unusable',
    text: 'machine h login u password "p\0q"',
    found: 'error',
  },
]
