import type { EntryTokens } from './tokens.ts'

/** How far a text has been read. */
export interface Progress {
  readonly at: number
  readonly tokens: Uint32Array<ArrayBuffer>
  readonly count: number
  readonly entry: EntryTokens | undefined
  /** Nothing but blanks stands before it on its line. */
  readonly startsLine: boolean
  /** Grows. */
  readonly entries: EntryTokens[]
}

/** Reads on as far as it can, by the grammar of scan.ts. */
export type Reader = (text: string, progress: Progress) => Progress

/** The build for browsers sets it to false, and is spared the weight. */
export const hasUsualReader = true

/** What reads the usual part of a file, where scan.ts has help. */
export const usual: { read?: Reader } = {}
