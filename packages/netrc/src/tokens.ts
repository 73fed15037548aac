/** Where an entry's tokens are; -1 stands for "not there". */
export interface EntryTokens {
  /** The keyword `machine` or `default`. */
  readonly head: number
  readonly isDefault: boolean
  host: number
  login: number
  password: number
  account: number
  /** The last token that belongs to the entry, blanks and comments behind it left out. */
  last: number
  /** A quote is not closed inside the entry, or the dialect gives up there. */
  isBroken: boolean
}

/** A finding of the scanner: a rule and the token it is about. */
export interface ScanProblem {
  readonly rule: 'netrc/unterminated-quote' | 'netrc/missing-value' | 'netrc/orphan'
  readonly token: number
}

/** Why a dialect gives up. */
export type FailureRule =
  | 'netrc/duplicate-host'
  | 'netrc/file-too-long'
  | 'netrc/invalid-utf8'
  | 'netrc/line-too-long'
  | 'netrc/lone-cr'
  | 'netrc/macro-limits'
  | 'netrc/macro-unterminated'
  | 'netrc/missing-value'
  | 'netrc/token-too-long'
  | 'netrc/unknown-keyword'
  | 'netrc/unterminated-quote'

/** What makes a file unreadable for a dialect, and the token where that shows. */
export interface ScanFailure {
  readonly rule: FailureRule
  readonly token: number
}

/** A text as tokens and entries. */
export interface Scan {
  /** One number a token, in order: its kind in the lowest {@link bitsOfKind}, above where it ends. */
  readonly tokens: Uint32Array
  readonly entries: readonly EntryTokens[]
  readonly problems: readonly ScanProblem[]
  /** Only in dialects that give up; nothing is read from there on. */
  readonly failure?: ScanFailure
}

/** See {@link Scan.tokens}; it bounds a text to 2 ** 28 characters. */
export const bitsOfKind = 4

/** The longest text that can be scanned, in characters. */
export const longestText: number = 2 ** 28 - 1

/** Where a token begins. */
export function startOf(scanned: Pick<Scan, 'tokens'>, token: number): number {
  // There is no token -1, and it ends at 0.
  return endOf(scanned, token - 1)
}

/** Where a token ends, exclusive. */
export function endOf(scanned: Pick<Scan, 'tokens'>, token: number): number {
  return (scanned.tokens[token] ?? 0) >>> bitsOfKind
}

/** What a token is: one of token-kind.ts. */
export function kindOf(scanned: Pick<Scan, 'tokens'>, token: number): number {
  return (scanned.tokens[token] ?? 0) & (2 ** bitsOfKind - 1)
}

/** The characters of a token. */
export function spellingOf(
  source: Pick<Scan, 'tokens'> & { readonly text: string },
  token: number,
): string {
  return source.text.slice(startOf(source, token), endOf(source, token))
}

/** Room for twice as many tokens. */
export function twiceAsLong(tokens: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(tokens.length * 2)
  larger.set(tokens)
  return larger
}

/** An entry that has nothing but its head yet. */
export function newEntry(head: number, isDefault: boolean): EntryTokens {
  return {
    head,
    isDefault,
    host: -1,
    login: -1,
    password: -1,
    account: -1,
    last: head,
    isBroken: false,
  }
}
