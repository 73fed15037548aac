import type { Diagnostic } from './diagnostic.ts'
import { diagnose } from './diagnose.ts'
import type { EntryTokens, Scan } from './scan.ts'
import type { SourceText } from './source-text.ts'

/** What a document holds: its text, its tokens, and the entries by host once somebody asked. */
export interface Syntax extends Scan, SourceText {
  /** Filled by the first look-up: normalised host to its entries, in file order. */
  byHost?: ReadonlyMap<string, readonly EntryTokens[]>
}

let read: (document: NetrcDocument) => Syntax

/**
 * A netrc file as it is written, every byte of it.
 *
 * Immutable: edits return a new document. Printing it shows no value, since its text is private;
 * `stringify` and `toBytes` give the text back.
 */
export class NetrcDocument {
  readonly #syntax: Syntax

  static {
    read = (document) => document.#syntax
  }

  /** @internal */
  constructor(syntax: Syntax) {
    this.#syntax = syntax
  }

  /** What is wrong with the file as such, by position and kind, in file order. */
  get diagnostics(): readonly Diagnostic[] {
    return diagnose(this.#syntax)
  }
}

/** @internal */
export function syntaxOf(document: NetrcDocument): Syntax {
  return read(document)
}
