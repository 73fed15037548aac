import { grammarOf, type Dialect } from './dialect.ts'
import { NetrcDocument } from './netrc-document.ts'
import { NetrcError } from './netrc-error.ts'
import { readSource } from './read-source.ts'
import { decodeSource } from './source-text.ts'
import { longestText } from './tokens.ts'

/** How {@link parse} reads. */
export interface ParseOptions {
  /** Whose reading of the file counts, for look-ups and edits. Default: `consensus`. */
  readonly dialect?: Dialect
  /** The longest source, in bytes (in UTF-16 code units for a string). Default: 2 ** 28 - 1. */
  readonly maxBytes?: number
}

/**
 * Reads a netrc file without losing anything: `stringify(parse(text)) === text` for every string,
 * and `toBytes(parse(bytes))` equals `bytes` for all bytes, whatever their encoding.
 *
 * It never throws for content. What is wrong is in `document.diagnostics`, and `findEntry` throws
 * when the very entry that is asked for is unusable, or when the dialect's program gives up on the
 * file before it has an answer.
 *
 * @throws {NetrcError} `ERR_NETRC_ENCODING` for UTF-16, `ERR_NETRC_TOO_LARGE` beyond `maxBytes`
 *
 * @example
 * ```ts
 * const netrc = parse('machine lab.example login apikey password the_key\n')
 * findEntry(netrc, { host: 'lab.example' })?.login // 'apikey'
 * ```
 */
export function parse(source: string | Uint8Array, options: ParseOptions = {}): NetrcDocument {
  const most = Math.min(options.maxBytes ?? longestText, longestText)
  if (source.length > most) {
    throw new NetrcError(
      'ERR_NETRC_TOO_LARGE',
      `The netrc file has ${source.length} bytes, more than the ${most} that are allowed`,
    )
  }
  const text = decodeSource(source)
  const grammar = grammarOf(options.dialect ?? 'consensus')
  return new NetrcDocument(text, grammar, readSource(text, grammar))
}
