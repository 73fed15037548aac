import { readsUsualRuns, type Grammar } from './dialect.ts'
import type { EntryTokens } from './tokens.ts'

/** How far a text has been read. */
export interface Progress {
  readonly at: number
  readonly tokens: Uint32Array<ArrayBuffer>
  readonly count: number
  readonly entry: EntryTokens | undefined
  /** Grows. */
  readonly entries: EntryTokens[]
}

/** Reads on as far as it can, by the grammar of scan.ts. */
export type Reader = (text: string, progress: Progress) => Progress

let usual: Reader | undefined

/** What reads the usual part of a file, where there is something besides scan.ts: browsers carry none. */
export function usualReader(grammar: Grammar): Reader | undefined {
  return grammar & readsUsualRuns ? usual : undefined
}

/** Reads the usual part of all files by another way from now on. */
export function readUsualBy(reader: Reader): void {
  usual = reader
}
