import type { Diagnostic } from './diagnostic.ts'
import { diagnose } from './diagnose.ts'
import { dialectOf, type Dialect, type Grammar } from './dialect.ts'
import { readSource } from './read-source.ts'
import type { SourceText } from './source-text.ts'
import type { EntryTokens, Scan } from './tokens.ts'

/** What a document holds: its text, its tokens, and the entries by host once somebody asked. */
export interface Syntax extends Scan, SourceText {
  readonly grammar: Grammar
  /** Normalised host to its entries, in file order, from the second question on. */
  byHost?: ReadonlyMap<string, readonly EntryTokens[]>
  /** Entries were asked for by host once. */
  wasAsked?: boolean
}

let read: (document: NetrcDocument) => Syntax
let source: (document: NetrcDocument) => SourceText

/**
 * A netrc file as it is written, every byte of it.
 *
 * Immutable: edits return a new document. Printing it shows no value, since its text is private;
 * `stringify` and `toBytes` give the text back.
 */
export class NetrcDocument {
  readonly #source: SourceText
  readonly #grammar: Grammar
  #syntax: Syntax | undefined

  static {
    source = (document) => document.#source
    read = (document) => (document.#syntax ??= readSource(document.#source, document.#grammar))
  }

  /** @internal */
  constructor(text: SourceText, grammar: Grammar, syntax?: Syntax) {
    this.#source = text
    this.#grammar = grammar
    this.#syntax = syntax
  }

  /** The dialect it was parsed in, by which look-ups answer. */
  get dialect(): Dialect {
    return dialectOf(this.#grammar)
  }

  /** What is wrong with the file as such, by position and kind, in file order. */
  get diagnostics(): readonly Diagnostic[] {
    return diagnose(read(this))
  }
}

/** @internal The text of a document. */
export function sourceOf(document: NetrcDocument): SourceText {
  return source(document)
}

/** @internal The document, read; an edited one is read when somebody asks. */
export function syntaxOf(document: NetrcDocument): Syntax {
  return read(document)
}
