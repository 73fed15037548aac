import { syntaxOf, type NetrcDocument, type Syntax } from './netrc-document.ts'
import { reread } from './reread.ts'
import * as TokenKind from './token-kind.ts'
import { endOf, kindOf, startOf } from './tokens.ts'
import { readable, type SourceText } from './source-text.ts'

/** What a keyword asks for; `ignored` stands for port, protocol and force. */
export type PairField = 'host' | 'login' | 'password' | 'account' | 'ignored'

/** One token with the blanks before it left out. */
export interface Piece {
  readonly from: number
  readonly to: number
  /** Its characters in the source. */
  readonly spelling: string
  /** Nothing but blanks stands before it on its line. */
  readonly startsLine: boolean
}

/** A keyword and the value behind it. */
export interface Pair {
  readonly field: PairField
  readonly keyword: Piece
  /** Absent where the file ends. */
  readonly value: Piece | undefined
}

/** `machine NAME` or `default`, and all that stands before the next of these. */
export interface OutlineEntry {
  readonly head: Piece
  readonly isDefault: boolean
  readonly host: Piece | undefined
  /** Its fields in file order, repeated ones too; `machine NAME` is none of them. */
  readonly pairs: readonly Pair[]
  readonly isBroken: boolean
}

/** A comment, and what the readers that stumble over comments need to know about its place. */
export interface OutlineComment extends Piece {
  /** The token before it. */
  readonly before: Piece | undefined
  /** The value of a keyword is due where it stands. */
  readonly isBeforeValue: boolean
  /** No entry is open for a reader that closes entries at a macro. */
  readonly isTopLevel: boolean
  /** A field of the same entry follows. */
  readonly isInEntry: boolean
}

/** A macro: its keyword, and its name and body as one piece. */
export interface OutlineMacro {
  readonly keyword: Piece
  readonly body: Piece | undefined
  readonly isBeforeMachine: boolean
}

/** A word that no keyword asked for. */
export interface OutlineWord extends Piece {
  readonly before: Piece | undefined
  readonly isBeforeMachine: boolean
}

/** A netrc file as a linter looks at it: every token in its role, as the consensus grammar reads it. */
export interface Outline extends SourceText {
  readonly syntax: Syntax
  readonly entries: readonly OutlineEntry[]
  /** Every keyword that takes a value, `machine` and those before any machine too. */
  readonly pairs: readonly Pair[]
  readonly comments: readonly OutlineComment[]
  readonly macros: readonly OutlineMacro[]
  readonly words: readonly OutlineWord[]
  /** Every token but blanks and the byte order mark, in file order. */
  readonly pieces: readonly Piece[]
}

const fields: ReadonlyMap<string, PairField> = new Map([
  ['machine', 'host'],
  ['login', 'login'],
  ['user', 'login'],
  ['password', 'password'],
  ['passwd', 'password'],
  ['account', 'account'],
  ['port', 'ignored'],
  ['protocol', 'ignored'],
  ['force', 'ignored'],
])

type Open<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/** Lays a document out; whatever its dialect, by the consensus grammar. */
export function outlineOf(document: NetrcDocument): Outline {
  const { text, kind } = syntaxOf(document)
  const scanned = syntaxOf(reread(document, { dialect: 'consensus' }))
  const entries: (Open<OutlineEntry> & { readonly pairs: Pair[] })[] = []
  const pairs: Open<Pair>[] = []
  const comments: Open<OutlineComment>[] = []
  const macros: OutlineMacro[] = []
  const words: OutlineWord[] = []
  const pieces: Piece[] = []
  let due: Open<Pair> | undefined
  let isTopLevel = true
  let sinceField: Open<OutlineComment>[] = []
  let startsLine = true
  let macroKeyword: Piece | undefined

  for (let token = 0; token < scanned.tokens.length; token++) {
    const from = startOf(scanned, token)
    const to = endOf(scanned, token)
    const spelling = text.slice(from, to)
    const type = kindOf(scanned, token)
    if (type === TokenKind.ByteOrderMark) continue
    if (type === TokenKind.Blank) {
      startsLine ||= spelling.includes('\n')
      continue
    }
    const piece: Piece = { from, to, spelling, startsLine }
    const before = pieces.at(-1)
    const entry = entries.at(-1)
    pieces.push(piece)
    startsLine = false
    if (type === TokenKind.Comment) {
      const place = { before, isBeforeValue: due !== undefined, isTopLevel, isInEntry: false }
      const comment = { ...piece, ...place }
      comments.push(comment)
      sinceField.push(comment)
    } else if (type === TokenKind.Macro) {
      if (macroKeyword !== undefined) {
        const isBeforeMachine = entry === undefined
        macros.push({ keyword: macroKeyword, body: piece, isBeforeMachine })
      }
      macroKeyword = undefined
      isTopLevel = true
      startsLine = true
    } else if (type === TokenKind.Value) {
      if (due !== undefined) due.value = piece
      if (due?.field === 'host' && entry !== undefined) entry.host = piece
      due = undefined
      if (entry !== undefined && isOpenQuote(spelling)) entry.isBroken = true
    } else if (type === TokenKind.Word) {
      words.push({ ...piece, before, isBeforeMachine: entry === undefined })
      if (entry !== undefined && isOpenQuote(spelling)) entry.isBroken = true
    } else if (spelling === 'macdef') {
      macroKeyword = piece
    } else if (spelling === 'default') {
      entries.push({ head: piece, isDefault: true, host: undefined, pairs: [], isBroken: false })
      isTopLevel = false
      sinceField = []
    } else {
      const field = fields.get(spelling) ?? 'ignored'
      due = { field, keyword: piece, value: undefined }
      pairs.push(due)
      if (field === 'host') {
        entries.push({ head: piece, isDefault: false, host: undefined, pairs: [], isBroken: false })
        isTopLevel = false
      } else {
        entry?.pairs.push(due)
        if (entry !== undefined) for (const comment of sinceField) comment.isInEntry = true
      }
      sinceField = []
    }
  }
  if (macroKeyword !== undefined) {
    const isBeforeMachine = entries.length === 0
    macros.push({ keyword: macroKeyword, body: undefined, isBeforeMachine })
  }
  return { syntax: scanned, text, kind, entries, pairs, comments, macros, words, pieces }
}

/** A quoted spelling, its quote closed. */
export function isQuoted(spelling: string): boolean {
  return spelling.startsWith('"') && !isOpenQuote(spelling)
}

/** A spelling that starts with a quote which nothing closes. */
export function isOpenQuote(spelling: string): boolean {
  if (!spelling.startsWith('"')) return false
  for (let at = 1; at < spelling.length; at++) {
    if (spelling[at] === '\\') at++
    else if (spelling[at] === '"') return at !== spelling.length - 1
  }
  return true
}

/** A piece as people read it; `undefined` where its bytes are not UTF-8. */
export function readablePiece({ kind }: Pick<Outline, 'kind'>, piece: Piece): string | undefined {
  return readable(piece.spelling, kind)
}

/** The value that a piece spells; `undefined` without a piece, and where its bytes are not UTF-8. */
export function decodedValue(
  outline: Pick<Outline, 'kind'>,
  piece: Piece | undefined,
): string | undefined {
  const spelling = piece && readablePiece(outline, piece)
  if (spelling === undefined || !isQuoted(spelling)) return spelling
  const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
  return spelling.slice(1, -1).replace(/\\([^])/g, (_, letter: string) => letters[letter] ?? letter)
}
