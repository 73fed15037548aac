/**
 * Whose reading of a netrc file counts. There is no standard: each is what one program was observed
 * to do, but for two.
 *
 * - `consensus`: the most frequent answer of 25 readers; the default
 * - `curl`: curl 8.21 and newer
 * - `python`: CPython's `netrc` module, 3.11 and newer
 * - `go`: the go command, before 1.24; see `matchPort` for later ones
 * - `inetutils`: ftp of GNU inetutils 2.4
 * - `strict`: no program; what all of these read alike, everything else is an error
 */
export type Dialect = 'consensus' | 'curl' | 'python' | 'go' | 'inetutils' | 'strict'

/** A dialect as the parser knows it: one bit. */
export type Grammar = number

/** Some dialects, one bit each. */
export type Grammars = number

const consensus = 1
const curl = 2
const python = 4
const go = 8
const inetutils = 16
const strict = 32

// All in which the dialects differ, each as the dialects that do so. One parser, one look-up and one
// writer are steered by it.

/** A CR ends lines, also without LF. */
export const hasCrLines: Grammars = python
/** A CR without LF behind it is an error. */
export const refusesLoneCr: Grammars = strict
/** So, or a CR before a blank is an error, and no blank to what opens a line. */
export const refusesSomeCr: Grammars = curl | strict

/** The usual part of a file may be read by plain-run.ts. */
export const readsUsualRuns: Grammars = consensus
export const skipsByteOrderMark: Grammars = consensus

/** `#` opens a comment where it is the first on its line. */
export const hasLineComments: Grammars = consensus | curl | strict
/** `#` opens a comment where a keyword is due. */
export const hasKeywordComments: Grammars = consensus
/** Comments by a rule of its own, see the parser. */
export const hasPythonComments: Grammars = python

/** A quote is a letter. */
export const hasNoQuotes: Grammars = go
/** A quoted token ends with its line, closed or not. */
export const hasOneLineQuotes: Grammars = consensus | strict
/** A comment line, and the blanks before a line, are taken out before quotes are read. */
export const trimsQuotedLines: Grammars = curl
/** A quote that is not closed makes its entry unusable; for the others it is a value, or fails. */
export const openQuoteBreaksEntry: Grammars = consensus
export const openQuoteFails: Grammars = curl | strict
/** `\n`, `\r` and `\t` in quotes are controls; else every escaped character stands for itself. */
export const hasControlEscapes: Grammars = consensus | curl
/** A backslash outside quotes escapes. */
export const hasBareEscapes: Grammars = python | inetutils
/** But not as the first character of a word, and at the end of the file it is the byte 255. */
export const hasLateEscapes: Grammars = inetutils

/** Quoted or escaped words can be keywords, and an empty one ends the file. */
export const hasQuotedKeywords: Grammars = python | inetutils
export const ignoresKeywordCase: Grammars = curl
/** Keyword and value must share a line, and any two words there are such a pair. */
export const readsPairs: Grammars = go
/** A word that is no keyword, a field before any machine, a machine without a name: all fail. */
export const refusesWords: Grammars = python | strict
/** A field before any machine is a word like others, and so is its value. */
export const readsOrphanAsWord: Grammars = inetutils
export const missingValueIsEmpty: Grammars = python
export const missingValueFails: Grammars = strict
/** A machine's name is no keyword and not empty; an empty value is none; the first one counts. */
export const readsAsFtp: Grammars = inetutils

/** A macro's name is a token, or the value of a pair; for the others the rest of its line. */
export const namesMacroByToken: Grammars = python | go
/** A macro ends at a line with nothing but blanks and CR. */
export const endsMacroAtBlanks: Grammars = consensus
/** A macro ends at a line with nothing but blanks, and then CR; else at one with nothing. */
export const endsMacroAtTrimmed: Grammars = curl
export const openMacroFails: Grammars = python | strict
export const macroClosesEntry: Grammars = curl | python

/** A value with a NUL is unusable; for the others NUL is a letter, or as follows. */
export const refusesNul: Grammars = consensus | strict
export const nulEndsLine: Grammars = curl
export const nulCutsToken: Grammars = inetutils

/** An error costs only the look-ups that are not answered before it; else all. */
export const failsFromThere: Grammars = curl | inetutils
/** Bytes that are not UTF-8 make the file unreadable. */
export const refusesBytes: Grammars = python | strict
/** Everything that some program reads in another way is an error. */
export const isStrict: Grammars = strict

export const hasExactHosts: Grammars = python | go
/** An international name is looked up as it is. */
export const hasNameHosts: Grammars = consensus | inetutils | strict
/** An international name is looked up as its A-label. */
export const hasLabelHosts: Grammars = consensus | curl | strict
export const lastEntryCounts: Grammars = python
/** A default entry comes in the order of the file; else behind the machines. */
export const takesDefaultByPosition: Grammars = curl
export const takesMachineNamedDefault: Grammars = python
export const ignoresDefault: Grammars = go
/** An entry without login and password does not answer; the next one may. */
export const passesEmptyEntries: Grammars = curl
export const filtersLogins: Grammars = consensus | curl | strict

/** Lines and the file have the longest size that curl reads. */
export const hasCurlLimits: Grammars = curl | strict

const bits: Readonly<Record<Dialect, Grammar>> = { consensus, curl, python, go, inetutils, strict }

/** A dialect by its name. */
export function grammarOf(dialect: Dialect): Grammar {
  const grammar: Grammar | undefined = bits[dialect]
  if (grammar === undefined) throw new TypeError(`There is no netrc dialect ${dialect}`)
  return grammar
}

/** The name of a dialect. */
export function dialectOf(grammar: Grammar): Dialect {
  return (Object.keys(bits) as Dialect[])[31 - Math.clz32(grammar)] ?? 'consensus'
}

/** What stands between tokens besides spaces and LF. */
export function separatorsIn(grammar: Grammar): string {
  // unicode.IsSpace
  if (grammar & go) {
    return '\t\v\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000'
  }
  // To curl, NUL hides the rest of its line.
  return grammar & inetutils ? '\t,' : grammar & nulEndsLine ? '\t\r\0' : '\t\r'
}

// lib/netrc.c: MAX_NETRC_TOKEN, MAX_NETRC_LINE, MAX_NETRC_FILE, each less one for the NUL; and a line
// end is added to the file. In bytes of UTF-8.
export const curlLimits = { token: 4095, line: 16_383, file: 131_070 } as const

/** The longest token in bytes of UTF-8. */
export function longestToken(grammar: Grammar): number {
  if (grammar & hasCurlLimits) return curlLimits.token
  // ftp/ruserpass.c writes beyond its buffer behind that.
  return grammar & inetutils ? 8191 : Infinity
}

/** What a keyword asks for. `host` opens an entry too; `ignored` takes a value that means nothing. */
export type Due = 'host' | 'login' | 'password' | 'account' | 'ignored' | 'macdef'

/** What a keyword means. */
export type Meaning = Due | 'default'

const all: Grammars = 63

const keywords: ReadonlyMap<string, readonly [Meaning, Grammars]> = new Map([
  ['machine', ['host', all]],
  ['login', ['login', all]],
  ['password', ['password', all]],
  ['account', ['account', all - go]],
  ['default', ['default', all]],
  ['macdef', ['macdef', all]],
  ['user', ['login', consensus | python]],
  ['passwd', ['password', consensus | inetutils]],
  ['port', ['ignored', consensus]],
  ['protocol', ['ignored', consensus]],
  ['force', ['ignored', consensus]],
])

/** What a word means where a keyword is due. */
export function meaningOf(word: string, grammar: Grammar): Meaning | undefined {
  const found = keywords.get(word)
  return found && found[1] & grammar ? found[0] : undefined
}
