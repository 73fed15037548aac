import type { FileFacts, RuleId, Severity } from '@wellkey/netrc'

/** Files that break a rule, with the places where, and files that look like it and do not. */
export interface RuleCases {
  readonly breaks: readonly Break[]
  readonly keeps: readonly (string | Uint8Array | { readonly file: FileFacts })[]
}

export interface Break {
  readonly text?: string | Uint8Array
  readonly file?: FileFacts
  /** `line:column`, one for each finding of the rule. */
  readonly at: readonly string[]
  /** Default: the rule's own. */
  readonly severity?: Severity
}

const entry = 'machine h login u password p\n'
const lines = 'machine h\n  login u\n  password p\n'

function bytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'))
}

function utf16(text: string): string {
  return [...text].map((letter) => `${letter}\0`).join('')
}

export const ruleCases: Readonly<Record<RuleId, RuleCases>> = {
  'netrc/bom': {
    breaks: [
      { text: `\ufeff${entry}`, at: ['1:1'] },
      { text: bytes('\xef\xbb\xbf# \xff\n'), at: ['1:1'] },
    ],
    keeps: [entry, `# \ufeff\n${entry}`],
  },
  'netrc/utf16': {
    breaks: [
      { text: utf16(entry), at: ['1:1'] },
      { text: Buffer.from(entry, 'utf16le'), at: ['1:1'] },
      { text: Buffer.from(`\ufeff${entry}`, 'utf16le'), at: ['1:1'] },
      { text: Buffer.from(`\ufeff${entry}`, 'utf16le').swap16(), at: ['1:1'] },
    ],
    keeps: [entry, 'machine h login u password a\0b\n', '\0\0\0\0\0\0'],
  },
  'netrc/invalid-utf8': {
    breaks: [
      { text: bytes('machine h login u password p\xe4ss\n'), at: ['1:28'] },
      { text: bytes(`# M\xfcller\n${entry}`), at: ['1:1'] },
      { text: bytes('machine h login \xff password \xff\n'), at: ['1:17', '1:28'] },
      { text: bytes(`${entry}macdef x\n\xff\n\n`), at: ['2:7'] },
    ],
    keeps: [Buffer.from('machine h login u password päss # ü\n')],
  },
  'netrc/nul': {
    breaks: [
      { text: 'machine h login u password a\0b\n', at: ['1:28'] },
      { text: `# a\0b\n${entry}`, at: ['1:1'] },
    ],
    keeps: [entry, 'machine h login u password \\0\n'],
  },
  'netrc/control-char': {
    breaks: [
      { text: 'machine h login u password a\x1b[2J\n', at: ['1:28'] },
      { text: 'machine h login u\x7f password "a\tb"\n', at: ['1:17', '1:29'] },
      { text: 'machine h\u202e login \u0081 password p\n', at: ['1:9', '1:18'] },
    ],
    keeps: [
      '# \x1b\nmachine h\tlogin u\r\n\tpassword p\n',
      'machine h login u password "p\r\n',
      'machine h login u password päss\n',
    ],
  },
  'netrc/odd-whitespace': {
    breaks: [
      { text: 'machine h\u00a0login u password p\n', at: ['1:9'] },
      { text: 'machine h login u password p\f\n', at: ['1:28'] },
      { text: 'machine h login u\u2028password p\u0085q\n', at: ['1:17', '1:28'] },
      { text: 'machine h \u3000 login u\vx password p\n', at: ['1:11', '1:19'] },
      { text: bytes('machine h\xc2\xa0 login \xff password p\n'), at: ['1:9'] },
    ],
    keeps: [
      'machine h login u password "a\u00a0b"\n# a\u00a0b\n',
      bytes('machine h login \xff password \xc3\xa0\n'),
    ],
  },
  'netrc/comma-separator': {
    breaks: [
      { text: 'machine h.example, login u, password p\n', at: ['1:9', '1:26'] },
      { text: 'machine,h,login,u,password,p\n', at: ['1:1'] },
      { text: 'machine h,login u\n', at: ['1:9'] },
      { text: 'machine h , login u password p\n', at: ['1:11'] },
      { text: 'machine h login u password p, account x\n', at: ['1:28'] },
      { text: 'machine h,\n  login u\n', at: ['1:9'] },
    ],
    keeps: [
      'machine h login u,v password a,b\n',
      'machine h login u password p,\n',
      'machine h login u password "p, login"\n',
    ],
  },
  'netrc/crlf': {
    breaks: [
      { text: entry.replace('\n', '\r\n'), at: ['1:29'] },
      { text: `\n${lines.replaceAll('\n', '\r\n')}`, at: ['2:10'] },
    ],
    keeps: [lines, 'machine h\rlogin u\r'],
  },
  'netrc/lone-cr': {
    breaks: [
      { text: 'machine h\rlogin u\rpassword p\r', at: ['1:10'] },
      { text: `${entry}# a\rb\n\r\r\n`, at: ['2:4', '3:1'] },
      { text: 'machine h login u password p\r', at: ['1:29'] },
    ],
    keeps: [lines.replaceAll('\n', '\r\n'), '\r\n\r\n', entry],
  },
  'netrc/mixed-eol': {
    breaks: [
      { text: 'machine h\n  login u\r\n  password p\n', at: ['2:10'] },
      { text: 'machine h\r\n  login u\n  password p\r\n', at: ['2:10'] },
      { text: 'machine h\r\n  login u\n', at: ['2:10'] },
    ],
    keeps: [lines, lines.replaceAll('\n', '\r\n'), 'machine h\r\n  login u'],
  },
  'netrc/no-final-newline': {
    breaks: [
      { text: 'machine h login u password p', at: ['1:29'] },
      { text: `${lines}# x`, at: ['4:4'] },
    ],
    keeps: [entry, '', '\ufeff', '\n', `${entry}\r\n`],
  },
  'netrc/comment-after-blank-line': {
    breaks: [
      { text: `${lines}\n# two words\n${entry}`, at: ['5:1'] },
      { text: `\n# two words\n${entry}`, at: ['2:1'] },
      { text: 'machine h\n  login u\n\n  # why this one\n  password p\n', at: ['4:3'] },
      { text: `machine h login u password "p"\n# two words\n`, at: ['2:1'] },
      { text: `machine h login u password p \n# two words\n`, at: ['2:1'] },
      { text: `${lines.replaceAll('\n', '\r\n')}\r\n#two words\r\n`, at: ['5:1'] },
      { text: `# a\n\n# two words\n${entry}`, at: ['3:1'] },
      { text: `${entry}macdef x\nls\n\n\n# two words\n`, at: ['6:1'] },
    ],
    keeps: [
      `# two words\n${lines}# two words\n${entry}`,
      `${lines}\n#word\n#\n# two words\n`,
      `${entry}macdef x\nls\n\n# two words\n`,
      'machine h login u password p # two words\n',
      'machine h login u password "p" # two words\n',
      `${entry}\n#\n# two words\n`,
    ],
  },
  'netrc/comment-not-spaced': {
    breaks: [
      { text: `#two words\n${entry}`, at: ['1:1'] },
      { text: `## words\n${entry}`, at: ['1:1'] },
      { text: `${entry}macdef x\nls\n\n#two words\n`, at: ['5:1'] },
    ],
    keeps: [`# two words\n#word\n##\n${entry}#two words\n`, `${entry}#two words\n`],
  },
  'netrc/trailing-comment': {
    breaks: [
      { text: 'machine h login u password p # note\n', at: ['1:30'] },
      { text: 'machine h # note\n  login u #note\n', at: ['1:11', '2:11'] },
    ],
    keeps: [`# note\n${lines}  # note\n`, 'machine h login u password p#note\n'],
  },
  'netrc/comment-with-keywords': {
    breaks: [
      { text: `# machine old login u password p\n${entry}`, at: ['1:1'] },
      { text: `#machine old\n${entry}`, at: ['1:1'] },
      { text: `${entry}# default is elsewhere\n`, at: ['2:1'] },
      { text: 'machine h login u password p # new login\n', at: ['1:30'] },
      { text: `# a,password,b\r\n${entry}`, at: ['1:1'] },
    ],
    keeps: [
      `# machines, logins and users\n# machine.example\n${entry}`,
      `${entry}macdef x\n# login\n\n`,
    ],
  },
  'netrc/comment-with-quote': {
    breaks: [
      { text: `# say "hi\n${entry}`, at: ['1:1'] },
      { text: `${entry}# nothing: ""\n`, at: ['2:1'] },
      { text: 'machine h login u password p # "a \\" b\n', at: ['1:30'] },
      { text: `# a,"b\n${entry}`, at: ['1:1'] },
    ],
    keeps: [`# say "hi" and "a \\" b"\n# 5" disk, it's\n${entry}`],
  },
  'netrc/comment-in-entry': {
    breaks: [
      { text: 'machine h\n  # note\n  login u\n  password p\n', at: ['2:3'] },
      { text: 'machine h # note\n  login u # note\n  password p # note\n', at: ['1:11', '2:11'] },
      { text: 'machine h\n  login\n# note\n  u\n  password p\n', at: ['3:1'] },
    ],
    keeps: [`# note\n${lines}# note\n${entry}`, 'machine h login u password p # note\n'],
  },
  'netrc/hash-value': {
    breaks: [
      { text: 'machine h login u password #pass\n', at: ['1:28'] },
      { text: 'machine h login u password pa#ss\n', at: ['1:28'] },
      { text: 'machine h login u# password "a # b"\n', at: ['1:17', '1:29'] },
    ],
    keeps: [`# note\nmachine h login u password p # note\n`],
  },
  'netrc/unterminated-quote': {
    breaks: [
      { text: 'machine h login u password "p\n', at: ['1:28'] },
      { text: 'machine h "login u\nmachine g password "\\"\n', at: ['1:11', '2:20'] },
    ],
    keeps: ['machine h login "u" password p"\n', '# "a\nmachine h login u password "a\\"b"\n'],
  },
  'netrc/multiline-quote': {
    breaks: [
      { text: 'machine h login u password "p\nq"\n', at: ['1:28'] },
      { text: 'machine h login "u\nmachine g login "v"\n', at: ['1:17'] },
    ],
    keeps: ['machine h login u password "p\n', 'machine h login "a b" password "c"\n'],
  },
  'netrc/garbage-after-quote': {
    breaks: [
      { text: 'machine h login "u"x password p\n', at: ['1:17'] },
      { text: 'machine h login u password "p"#note\n', at: ['1:28'] },
      { text: 'machine h login "u""v" password p\n', at: ['1:17'] },
    ],
    keeps: [
      'machine h login "u" password "p"\r\n',
      'machine h login "u"\tpassword "p"',
      'machine h login u"x"y\n',
    ],
  },
  'netrc/quoted-value': {
    breaks: [
      { text: 'machine h login u password "p w"\n', at: ['1:28'] },
      { text: 'machine "h" login "u"\n', at: ['1:9', '1:19'] },
    ],
    keeps: ['machine h login u"v" password p\n# "x"\n', 'machine h login u password "p\n'],
  },
  'netrc/ambiguous-escape': {
    breaks: [
      { text: 'machine h login u password "a\\nb"\n', at: ['1:28'] },
      { text: 'machine h login "DOM\\user" password "\\t"\n', at: ['1:17', '1:37'] },
    ],
    keeps: ['machine h login "DOM\\\\user" password "a\\"b\\\\n"\n', 'machine h login DOM\\user\n'],
  },
  'netrc/backslash-unquoted': {
    breaks: [
      { text: 'machine h login DOM\\user password p\n', at: ['1:17'] },
      { text: 'machine h login u password \\\\p\n', at: ['1:28'] },
    ],
    keeps: ['machine h login "DOM\\\\user" password p\n# a\\b\n'],
  },
  'netrc/backslash-eol': {
    breaks: [
      { text: 'machine h login u password p\\\n', at: ['1:29'] },
      { text: 'machine h login u \\\r\n  password p\\', at: ['1:19', '2:13'] },
      { text: `# why \\\n${entry}`, at: ['1:7'] },
      { text: 'machine h login u password p\\\\\\\n', at: ['1:31'] },
    ],
    keeps: [
      'machine h login u password p\\\\\n',
      `${entry}macdef x\nput \\\n\n`,
      `# \\ \n${entry}`,
    ],
  },
  'netrc/single-quote': {
    breaks: [
      { text: "machine h login u password 'p'\n", at: ['1:28'] },
      { text: "machine h login it's password p\n", at: ['1:17'] },
    ],
    keeps: ['machine h login u password "it\'s"\n# it\'s\n'],
  },
  'netrc/smart-quote': {
    breaks: [
      { text: 'machine h login u password “p”\n', at: ['1:28'] },
      { text: 'machine h login ‘u’ password "a « b"\n', at: ['1:17', '1:30'] },
      { text: Buffer.from('machine h login u password „p“ # ä\n'), at: ['1:28'] },
    ],
    keeps: ['# “x”\nmachine h login u password p\n'],
  },
  'netrc/keyword-case': {
    breaks: [
      { text: 'Machine h login u password p\n', at: ['1:1'] },
      { text: 'machine h LOGIN u Password p\n', at: ['1:11', '1:19'] },
      { text: `${entry}DEFAULT login u\n`, at: ['2:1'] },
    ],
    keeps: ['machine Login login MACHINE password p\n', `# LOGIN\n${entry}`],
  },
  'netrc/alias-keyword': {
    breaks: [
      { text: 'machine h user u passwd p\n', at: ['1:11', '1:18'] },
      { text: 'machine h\n  user u\n', at: ['2:3'] },
    ],
    keeps: ['machine user login passwd password user\n'],
  },
  'netrc/unknown-keyword': {
    breaks: [
      { text: `foo bar\n${entry}`, at: ['1:1', '1:5'] },
      { text: 'machine h login u password p w\n', at: ['1:30'] },
      { text: 'machine h "login" u\n', at: ['1:11', '1:19'] },
    ],
    keeps: [
      'machine h login u password p # a b\n',
      'machine h Login method x port 1 h,login\n',
      'default h login u\n',
    ],
  },
  'netrc/extension-keyword': {
    breaks: [
      { text: 'machine h port 21 protocol ftp force yes login u\n', at: ['1:11', '1:19', '1:32'] },
      { text: 'machine h\n  login u\n  password p\n  method interactive\n', at: ['4:3'] },
    ],
    keeps: ['machine port login force password method\n'],
  },
  'netrc/keyword-as-value': {
    breaks: [
      { text: 'machine h login password p\n', at: ['1:17'] },
      { text: 'machine machine login u password default\n', at: ['1:9', '1:34'] },
    ],
    keeps: [
      'machine default login "login" password machines\n',
      'machine h login user password p\n',
    ],
  },
  'netrc/missing-value': {
    breaks: [
      { text: 'machine h login u password\n', at: ['1:19'] },
      { text: 'machine', at: ['1:1'] },
      { text: 'machine h\n  login\n# note\n', at: ['2:3'] },
    ],
    keeps: ['machine h login u password ""\n', 'default\n', 'machine h login password\n'],
  },
  'netrc/orphan': {
    breaks: [
      { text: `login u\n${entry}`, at: ['1:1'] },
      { text: `# x\npassword p account a\n${entry}`, at: ['2:1', '2:12'] },
    ],
    keeps: [entry, `foo\n${entry}`, `port 21\n${entry}`],
  },
  'netrc/entry-without-credentials': {
    breaks: [
      { text: `machine a\n${entry}`, at: ['1:1'] },
      { text: 'machine a account x\ndefault\n', at: ['1:1', '2:1'] },
      { text: 'machine a login "" password ""\n', at: ['1:1'] },
    ],
    keeps: [
      'machine a login u\n',
      'machine a password p\n',
      'machine a login "" password p\n',
      'machine h login "u\n',
    ],
  },
  'netrc/missing-login': {
    breaks: [{ text: 'machine a password p\ndefault password q account x\n', at: ['1:1', '2:1'] }],
    keeps: [
      'machine a user u password p\n',
      'machine a\n',
      'machine a login u\n',
      'machine a "login u password p\n',
    ],
  },
  'netrc/missing-password': {
    breaks: [{ text: 'machine a login u\ndefault login v account x\n', at: ['1:1', '2:1'] }],
    keeps: [
      'machine a login u passwd p\n',
      'machine a\n',
      'machine a password p\n',
      'machine a login u "password p\n',
    ],
  },
  'netrc/empty-value': {
    breaks: [
      { text: 'machine h login u password ""\n', at: ['1:28'] },
      { text: 'machine h "" login "" password p\n', at: ['1:11', '1:20'] },
    ],
    keeps: ['machine h login u password " "\n', '# ""\nmachine h login u password p""\n'],
  },
  'netrc/password-before-login': {
    breaks: [
      { text: 'machine h password p login u\n', at: ['1:22'] },
      { text: 'machine h passwd p account a user u\n', at: ['1:30'] },
    ],
    keeps: [entry, 'machine h password p\n', 'machine a login u password p password q\n'],
  },
  'netrc/split-line': {
    breaks: [
      { text: 'machine\n  h\n  login u\n', at: ['1:1'] },
      { text: 'machine h login\r\nu password\n\np\n', at: ['1:11', '2:3'] },
    ],
    keeps: [lines, 'machine h\tlogin  u\r\n'],
  },
  'netrc/unindented-entry': {
    breaks: [
      { text: 'machine localhost\nlogin apikey\npassword the_key\n', at: ['2:1'] },
      { text: 'machine h login u\npassword p\n', at: ['2:1'] },
    ],
    keeps: [entry, lines, 'machine h\n\tlogin u\n'],
  },
  'netrc/default-not-last': {
    breaks: [{ text: `default login u password p\n${entry}`, at: ['1:1'] }],
    keeps: [`${entry}default login u password p\n`, 'default login u\ndefault login v\n'],
  },
  'netrc/duplicate-default': {
    breaks: [{ text: 'default login u\ndefault login v\ndefault login w\n', at: ['2:1', '3:1'] }],
    keeps: [`${entry}default login u password p\n`, 'machine default\nmachine default\n'],
  },
  'netrc/default-entry': {
    breaks: [{ text: `${entry}default login u password p\n`, at: ['2:1'] }],
    keeps: [entry, `${entry}default\n`, 'machine default login u\n'],
  },
  'netrc/default-is-host': {
    breaks: [{ text: 'machine default login u password p\n', at: ['1:9'] }],
    keeps: [`${entry}default login u password p\n`, 'machine h login default\n'],
  },
  'netrc/name-after-default': {
    breaks: [
      { text: 'default h login u password p\n', at: ['1:9'] },
      { text: 'default\n  h\n', at: ['2:3'] },
    ],
    keeps: ['default login u password p x\n', `${entry}default\n`],
  },
  'netrc/duplicate-host': {
    breaks: [
      { text: 'machine a login u password p\nmachine A login v password q\n', at: ['2:1'] },
      {
        text: 'machine a login u password p\nmachine a login u password q\n',
        at: ['2:1'],
        severity: 'error',
      },
      { text: 'machine a password p\nmachine a password q\n', at: ['2:1'], severity: 'error' },
      {
        text: 'machine bücher.example login u\nmachine xn--bcher-kva.example login v\n',
        at: ['2:1'],
      },
    ],
    keeps: [
      'machine a login u\nmachine b login u\ndefault login u\n',
      'machine default\ndefault\n',
    ],
  },
  'netrc/unreachable-entry': {
    breaks: [
      { text: 'machine a login u password p\nmachine a login u password q\n', at: ['1:1', '2:1'] },
      { text: `default login u password p\n${entry}`, at: ['2:1'] },
    ],
    keeps: [
      'machine a login u password p\nmachine b login u password q\ndefault login u password p\n',
    ],
  },
  'netrc/repeated-keyword': {
    breaks: [
      { text: 'machine h login u password p password q\n', at: ['1:30'] },
      { text: 'machine h login u user v password p login w\n', at: ['1:19', '1:37'] },
    ],
    keeps: [`${entry}${lines}`, 'machine h port 1 port 2 login login\n'],
  },
  'netrc/host-case': {
    breaks: [{ text: 'machine LAB.example login u password p\n', at: ['1:9'] }],
    keeps: ['machine lab.example login U password P\n', 'machine User@h login u\n'],
  },
  'netrc/idn-u-label': {
    breaks: [{ text: 'machine bücher.example login u password p\n', at: ['1:9'] }],
    keeps: ['machine xn--bcher-kva.example login ü password ü\n'],
  },
  'netrc/trailing-dot': {
    breaks: [{ text: 'machine h.example. login u password p\n', at: ['1:9'] }],
    keeps: ['machine h.example login u. password p.\n'],
  },
  'netrc/port-in-machine': {
    breaks: [
      { text: 'machine h.example:8080 login u password p\n', at: ['1:9'] },
      { text: 'machine [::1]:8080\nmachine h:80/x\n', at: ['1:9', '2:9'] },
    ],
    keeps: ['machine ::1 login u\nmachine fe80::1 login a:1\nmachine https://h:1\nmachine [::1]\n'],
  },
  'netrc/url-in-machine': {
    breaks: [{ text: 'machine https://h.example/labkey login u password p\n', at: ['1:9'] }],
    keeps: ['machine h.example login https://x password p\nmachine h/x\n'],
  },
  'netrc/path-in-machine': {
    breaks: [{ text: 'machine h.example/labkey login u password p\n', at: ['1:9'] }],
    keeps: ['machine h.example login a/b password p\nmachine https://h/x\n'],
  },
  'netrc/wildcard': {
    breaks: [
      { text: 'machine *.example\nmachine .example\nmachine h?\n', at: ['1:9', '2:9', '3:9'] },
    ],
    keeps: ['machine h.example login * password .p?\n'],
  },
  'netrc/bracketed-ipv6': {
    breaks: [{ text: 'machine [::1] login u password p\nmachine [::1]:80\n', at: ['1:9', '2:9'] }],
    keeps: ['machine ::1 login [u] password p\n'],
  },
  'netrc/user-in-machine': {
    breaks: [{ text: 'machine u@h.example login u password p\n', at: ['1:9'] }],
    keeps: ['machine h.example login u@h.example password p\nmachine https://u@h\n'],
  },
  'netrc/macro-unterminated': {
    breaks: [
      { text: `${entry}macdef x\nls\n`, at: ['2:1'] },
      { text: `${entry}macdef x`, at: ['2:1'] },
      { text: `${entry}macdef x\n`, at: ['2:1'] },
      { text: `${entry}macdef`, at: ['2:1'] },
    ],
    keeps: [
      `${entry}macdef x\nls\n\n`,
      `${entry}macdef x\n\n`,
      `${entry}macdef x\nls\n \n${entry}`,
    ],
  },
  'netrc/macro-blank-line-not-empty': {
    breaks: [
      { text: `${entry}macdef x\nls\n \t\n${entry}`, at: ['4:1'] },
      { text: `macdef x\r\nls\r\n\r\n`, at: ['3:1'] },
    ],
    keeps: [`${entry}macdef x\n ls \n\n \n`, `${entry}macdef x\nls\n`],
  },
  'netrc/macro-init': {
    breaks: [{ text: `${entry}macdef init\nls\n\nmacdef \tinit \n\n`, at: ['2:1', '5:1'] }],
    keeps: [`${entry}macdef x\ninit\n\n`, 'machine init login init password init\n'],
  },
  'netrc/macro-before-machine': {
    breaks: [{ text: `macdef x\nls\n\n${entry}`, at: ['1:1'] }],
    keeps: [`${entry}macdef x\nls\n\n`, 'default\nmacdef x\n\n'],
  },
  'netrc/macro-limits': {
    breaks: [
      { text: `${entry}${'macdef x\n\n'.repeat(18)}`, at: ['34:1'] },
      { text: `${entry}macdef x\n${'put x\n'.repeat(700)}\n`, at: ['2:1'] },
    ],
    keeps: [`${entry}${'macdef x\n\n'.repeat(16)}`, `${entry}macdef x\n${'put x\n'.repeat(600)}\n`],
  },
  'netrc/token-too-long': {
    breaks: [
      { text: `machine h login u password ${'x'.repeat(100)}\n`, at: ['1:28'] },
      {
        text: `machine h login ${'ä'.repeat(50)} password ${'x'.repeat(5000)}\n`,
        at: ['1:17', '1:77'],
      },
    ],
    keeps: [`machine h login u password ${'x'.repeat(99)}\n# ${'x'.repeat(200)}\n`],
  },
  'netrc/line-too-long': {
    breaks: [
      { text: `# ${'x'.repeat(510)}\n${entry}`, at: ['1:1'] },
      { text: `${entry}# ${'ä'.repeat(260)}\n# ${'x'.repeat(16_400)}`, at: ['2:1', '3:1'] },
    ],
    keeps: [`# ${'x'.repeat(509)}\n${entry.repeat(100)}`],
  },
  'netrc/file-too-long': {
    breaks: [{ text: '# 4567890123456789012345678901\n'.repeat(4300), at: ['1:1'] }],
    keeps: ['# 4567890123456789012345678901\n'.repeat(4200)],
  },
  'netrc/permissions': {
    breaks: [
      { file: { mode: 0o644 }, at: ['1:1'] },
      { file: { mode: 0o602 }, at: ['1:1'] },
    ],
    keeps: [entry, { file: { mode: 0o600 } }, { file: { mode: 0o400 } }],
  },
  'netrc/owner': {
    breaks: [{ file: { ownerId: 1001, readerId: 1000 }, at: ['1:1'] }],
    keeps: [
      { file: { ownerId: 1000, readerId: 1000 } },
      { file: { ownerId: 0, readerId: 1000 } },
      { file: { ownerId: 1001 } },
    ],
  },
  'netrc/symlink': {
    breaks: [{ file: { isSymbolicLink: true }, at: ['1:1'] }],
    keeps: [{ file: { isSymbolicLink: false } }, { file: {} }],
  },
  'netrc/not-regular': {
    breaks: [{ file: { isRegularFile: false }, at: ['1:1'] }],
    keeps: [{ file: { isRegularFile: true } }, { file: {} }],
  },
  'netrc/parent-writable': {
    breaks: [
      { file: { folderMode: 0o777 }, at: ['1:1'] },
      { file: { folderMode: 0o770 }, at: ['1:1'] },
    ],
    keeps: [{ file: { folderMode: 0o1777 } }, { file: { folderMode: 0o755 } }],
  },
  'netrc/in-repository': {
    breaks: [{ file: { isInRepository: true }, at: ['1:1'] }],
    keeps: [{ file: { isInRepository: false } }, { file: {} }],
  },
}
