/**
 * Whose reading of a netrc file counts. There is no standard: each is what one program was observed
 * to do, but for two.
 *
 * - `consensus`: the most frequent answer of forty readers; the default
 * - `curl`: curl 8.21 and newer
 * - `python`: CPython's `netrc` module, 3.11 and newer
 * - `go`: the go command, before 1.24; see `matchPort` for later ones
 * - `inetutils`: ftp of GNU inetutils 2.4
 * - `strict`: no program; what all of these read alike, everything else is an error
 */
export type Dialect = 'consensus' | 'curl' | 'python' | 'go' | 'inetutils' | 'strict'

/** What a keyword opens; `ignored` takes one value, which means nothing. */
export type Meaning =
  | 'machine'
  | 'default'
  | 'macdef'
  | 'host'
  | 'login'
  | 'password'
  | 'account'
  | 'ignored'

/** All in which the dialects differ. One parser, one look-up and one writer are steered by it. */
export interface Grammar {
  readonly dialect: Dialect
  /** The characters between tokens, LF among them. */
  readonly separators: string
  /** What a CR among the blanks does: nothing, end a line, or fail where no line ends. */
  readonly cr: 'blank' | 'line end' | 'fails before a blank' | 'fails alone'
  readonly skipsByteOrderMark: boolean
  /** Where `#` opens a comment; `python` stands for a rule of its own, see the parser. */
  readonly comments: 'lines and keywords' | 'lines' | 'python' | 'none'
  /** A comment line, and the blanks before a line, are taken out before quotes are read. */
  readonly trimsQuotedLines: boolean
  /** How far `"` reaches; `none` makes it a letter. */
  readonly quotes: 'line' | 'lines' | 'none'
  readonly openQuote: 'breaks entry' | 'fails' | 'is a value'
  /** `\n`, `\r` and `\t` in quotes are controls; else every escaped character stands for itself. */
  readonly hasControlEscapes: boolean
  /** A backslash outside quotes escapes, also as the first character of a word or only behind it. */
  readonly bareEscapes: 'all' | 'inside' | 'none'
  /** Quoted or escaped words can be keywords, and an empty one ends the file. */
  readonly quotedKeywords: boolean
  readonly isCaseSensitive: boolean
  readonly keywords: Readonly<Record<string, Meaning>>
  /** Keyword and value must share a line, and any two words there are such a pair. */
  readonly pairs: boolean
  readonly unknownWord: 'is skipped' | 'fails'
  /** A field before any machine: its value is skipped too, or read as a word, or all fails. */
  readonly orphan: 'is skipped' | 'is a word' | 'fails'
  readonly missingName: 'is ignored' | 'fails'
  readonly missingValue: 'is reported' | 'is empty' | 'fails'
  readonly repeatedField: 'last' | 'first'
  /** A machine's name is no keyword and not empty; an entry with another login is left. */
  readonly isFtp: boolean
  /** What follows `macdef`: the rest of its line, a token, a pair's value, or a word on its line. */
  readonly macroName: 'line' | 'token' | 'word'
  readonly macroEnd: 'line of blanks' | 'trimmed line' | 'empty line'
  readonly openMacro: 'ends with the file' | 'fails'
  readonly macroClosesEntry: boolean
  /** What a NUL does: make the value unusable, end its line, cut its token, or nothing. */
  readonly nul: 'is refused' | 'ends the line' | 'cuts the token' | 'is a letter'
  /** What an error costs: all look-ups, or those that are not answered before it. */
  readonly failure: 'whole file' | 'from there'
  /** In bytes of UTF-8. */
  readonly longest: { readonly token?: number; readonly line?: number; readonly file?: number }
  readonly hosts: 'exact' | 'case-insensitive' | 'case-insensitive or A-label' | 'A-label'
  readonly duplicates: 'first' | 'last'
  readonly standIn: 'behind machines' | 'by position' | 'a machine named default' | 'never'
  readonly emptyEntry: 'is no credentials' | 'is passed over' | 'counts'
  readonly hasLoginFilter: boolean
}

const words = { machine: 'machine', default: 'default', macdef: 'macdef' } as const
const fields = { login: 'login', password: 'password' } as const
const account = { account: 'account' } as const

const consensus: Grammar = {
  dialect: 'consensus',
  separators: ' \t\n\r',
  cr: 'blank',
  skipsByteOrderMark: true,
  comments: 'lines and keywords',
  trimsQuotedLines: false,
  quotes: 'line',
  openQuote: 'breaks entry',
  hasControlEscapes: true,
  bareEscapes: 'none',
  quotedKeywords: false,
  isCaseSensitive: true,
  keywords: {
    ...words,
    ...fields,
    ...account,
    user: 'login',
    passwd: 'password',
    port: 'ignored',
    protocol: 'ignored',
    force: 'ignored',
  },
  pairs: false,
  unknownWord: 'is skipped',
  orphan: 'is skipped',
  missingName: 'is ignored',
  missingValue: 'is reported',
  repeatedField: 'last',
  isFtp: false,
  macroName: 'line',
  macroEnd: 'line of blanks',
  openMacro: 'ends with the file',
  macroClosesEntry: false,
  nul: 'is refused',
  failure: 'whole file',
  longest: {},
  hosts: 'case-insensitive or A-label',
  duplicates: 'first',
  standIn: 'behind machines',
  emptyEntry: 'is no credentials',
  hasLoginFilter: true,
}

/** The dialects. What is not said for one is as in `consensus`. */
export const grammars: Readonly<Record<Dialect, Grammar>> = {
  consensus,
  curl: {
    ...consensus,
    dialect: 'curl',
    cr: 'fails before a blank',
    skipsByteOrderMark: false,
    comments: 'lines',
    trimsQuotedLines: true,
    quotes: 'lines',
    openQuote: 'fails',
    isCaseSensitive: false,
    keywords: { ...words, ...fields, ...account },
    macroEnd: 'trimmed line',
    macroClosesEntry: true,
    nul: 'ends the line',
    failure: 'from there',
    // lib/netrc.c: MAX_NETRC_TOKEN, MAX_NETRC_LINE, MAX_NETRC_FILE, each less one for the NUL; and
    // a line end is added to the file.
    longest: { token: 4095, line: 16_383, file: 131_070 },
    hosts: 'A-label',
    standIn: 'by position',
    emptyEntry: 'is passed over',
  },
  python: {
    ...consensus,
    dialect: 'python',
    cr: 'line end',
    skipsByteOrderMark: false,
    comments: 'python',
    quotes: 'lines',
    openQuote: 'is a value',
    hasControlEscapes: false,
    bareEscapes: 'all',
    quotedKeywords: true,
    keywords: { ...words, ...fields, ...account, user: 'login' },
    unknownWord: 'fails',
    orphan: 'fails',
    missingName: 'fails',
    missingValue: 'is empty',
    macroName: 'token',
    macroEnd: 'empty line',
    openMacro: 'fails',
    macroClosesEntry: true,
    nul: 'is a letter',
    hosts: 'exact',
    duplicates: 'last',
    standIn: 'a machine named default',
    emptyEntry: 'counts',
    hasLoginFilter: false,
  },
  go: {
    ...consensus,
    dialect: 'go',
    // unicode.IsSpace
    separators:
      ' \t\n\v\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
    skipsByteOrderMark: false,
    comments: 'none',
    quotes: 'none',
    keywords: { ...words, ...fields },
    pairs: true,
    macroName: 'token',
    macroEnd: 'empty line',
    nul: 'is a letter',
    hosts: 'exact',
    standIn: 'never',
    hasLoginFilter: false,
  },
  inetutils: {
    ...consensus,
    dialect: 'inetutils',
    separators: ' \t\n,',
    skipsByteOrderMark: false,
    comments: 'none',
    quotes: 'lines',
    openQuote: 'is a value',
    hasControlEscapes: false,
    bareEscapes: 'inside',
    quotedKeywords: true,
    keywords: { ...words, ...fields, ...account, passwd: 'password' },
    orphan: 'is a word',
    repeatedField: 'first',
    isFtp: true,
    macroName: 'word',
    macroEnd: 'empty line',
    openMacro: 'fails',
    nul: 'cuts the token',
    failure: 'from there',
    // ftp/ruserpass.c writes beyond its buffer behind that.
    longest: { token: 8191 },
    hosts: 'case-insensitive',
    standIn: 'by position',
    emptyEntry: 'counts',
    hasLoginFilter: false,
  },
  strict: {
    ...consensus,
    dialect: 'strict',
    cr: 'fails alone',
    skipsByteOrderMark: false,
    comments: 'lines',
    openQuote: 'fails',
    hasControlEscapes: false,
    keywords: { ...words, ...fields, ...account },
    unknownWord: 'fails',
    orphan: 'fails',
    missingName: 'fails',
    missingValue: 'fails',
    macroEnd: 'empty line',
    openMacro: 'fails',
    longest: { token: 4095, line: 16_383, file: 131_070 },
    hosts: 'case-insensitive or A-label',
  },
}
