import { NetrcError } from '../netrc-error.ts'
import { sourceOf, type NetrcDocument } from '../netrc-document.ts'
import { changesAt, changesBetween, lineOfOtherEnd, type FormatChange } from './changes.ts'
import type { FormatOptions } from './options.ts'
import { passOver, type Pass } from './pass.ts'

export type { FormatChange } from './changes.ts'
export type { FormatOptions } from './options.ts'

/** What {@link format} did. */
export interface FormatResult {
  readonly document: NetrcDocument
  readonly changes: readonly FormatChange[]
  /** What was left as it is, since some program would read the file differently. */
  readonly refused: readonly FormatChange[]
}

/** Few files need a second pass to settle, and hardly any a third. */
const mostPasses = 8

/**
 * Tidies the layout of a file: indentation, line breaks, empty lines, the line end of the last line.
 *
 * No character of a word, a value, a comment or a macro changes, and nothing changes its place. The
 * result is read again before it is returned: curl, Python, Go, inetutils ftp and the consensus must
 * answer for every machine as before; only one that found nothing may find what the consensus finds.
 * What does not pass is left as it is. Formatting twice is formatting once.
 *
 * With `lineEnd: 'lf'` a program may also come to read what the consensus reads, since ftp takes the
 * CR for a part of the value; with `'crlf'` ftp is not asked, since it cannot read such a file.
 *
 * @throws {NetrcError} `ERR_NETRC_VALUE` for an indentation that is not made of blanks and tabs
 */
export function format(document: NetrcDocument, options: FormatOptions = {}): FormatResult {
  const { indent, lineEnd } = options
  if (indent !== undefined && !/^[ \t]+$/.test(indent)) {
    throw new NetrcError('ERR_NETRC_VALUE', 'The indentation must be blanks or tabs')
  }
  const first = passOver(document, options)
  const settled = settle(document, first, options)
  const changes = settled && changesBetween(document, settled.document, lineEnd)
  if (settled === undefined || changes === undefined) {
    // It would look different each time, so it stays as it is.
    const wanted = changesBetween(document, first.document, lineEnd) ?? []
    return { document, changes: [], refused: wanted }
  }
  const refused = changesAt(document, settled.document, settled.left)
  if (!settled.leavesLineEnds || lineEnd === undefined) {
    return { document: settled.document, changes, refused }
  }
  const line = lineOfOtherEnd(sourceOf(document).text, lineEnd) ?? 1
  return { document: settled.document, changes, refused: [...refused, { what: 'line ends', line }] }
}

/**
 * Goes on from the first pass to the one that changes nothing any more, for what a pass changes can
 * change what most of the file looks like. `undefined` when there is none.
 */
function settle(document: NetrcDocument, first: Pass, options: FormatOptions): Pass | undefined {
  let before = document
  let pass = first
  for (let count = 1; textOf(pass.document) !== textOf(before); count++) {
    if (count === mostPasses) return undefined
    before = pass.document
    pass = passOver(before, options)
  }
  return pass
}

function textOf(document: NetrcDocument): string {
  return sourceOf(document).text
}
