/** A word that completes what was typed. */
export interface Candidate {
  readonly value: string
  readonly description?: string
}

/** What a shell offers: words, or the names of files. */
export type Offer = readonly Candidate[] | 'files'
