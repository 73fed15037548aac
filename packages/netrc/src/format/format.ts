import { NetrcError } from '../netrc-error.ts'
import { sourceOf, type NetrcDocument } from '../netrc-document.ts'
import { outlineOf } from '../outline.ts'
import { positionAt, positionsIn } from '../position.ts'
import { reread } from '../reread.ts'
import { applyProven } from './apply-proven.ts'
import { gapsOf, type FormatKind, type Gap } from './gaps.ts'
import { programDialects, readingProof } from './readings.ts'
import { styleOf } from './style.ts'

/** How {@link format} lays a file out; what is not given is as most entries have it. */
export interface FormatOptions {
  /** `lines`: one field a line, indented; `line`: an entry in one line. */
  readonly layout?: 'lines' | 'line'
  /** Blanks and tabs before a field. Default: what most have, else two blanks. */
  readonly indent?: string
  /** Empty lines between entries. */
  readonly emptyLines?: 0 | 1
  /** Default: every line keeps its own. */
  readonly lineEnd?: 'lf' | 'crlf'
}

/** One change of layout. */
export interface FormatChange {
  readonly what: FormatKind
  /** The line where it begins, in the document before. */
  readonly line: number
}

/** What {@link format} did. */
export interface FormatResult {
  readonly document: NetrcDocument
  readonly changes: readonly FormatChange[]
  /** What was left as it is, since some program would read the file differently. */
  readonly refused: readonly FormatChange[]
}

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
  const { layout, indent, emptyLines, lineEnd } = options
  if (indent !== undefined && !/^[ \t]+$/.test(indent)) {
    throw new NetrcError('ERR_NETRC_VALUE', 'The indentation must be blanks or tabs')
  }
  const outline = outlineOf(document)
  const style = {
    ...styleOf(outline, layout),
    ...(indent !== undefined && { indent }),
    ...(emptyLines !== undefined && { emptyLines }),
  }
  const groups = groupsOf([...gapsOf(outline, style)])
  const laidOut = applyProven(document, groups, readingProof(document))
  const ended = lineEnd === undefined ? undefined : withLineEnds(laidOut.document, lineEnd)
  const listed = (made: readonly GapGroup[]): readonly FormatChange[] => {
    const positionOf = positionsIn(sourceOf(document).text)
    const gaps = made
      .flatMap(({ changes }) => changes)
      .toSorted((one, other) => one.from - other.from)
    return gaps.map(({ what, from }) => ({ what, line: positionOf(from).line }))
  }
  return {
    document: ended?.document ?? laidOut.document,
    changes: [...listed(laidOut.made), ...(ended?.change ?? [])],
    refused: [...listed(laidOut.left), ...(ended?.refused ?? [])],
  }
}

interface GapGroup {
  readonly changes: readonly Gap[]
}

/** The gaps of one entry belong together. */
function groupsOf(gaps: readonly Gap[]): readonly GapGroup[] {
  const groups = new Map<number, Gap[]>()
  for (const gap of gaps) {
    const group = groups.get(gap.entry)
    if (group === undefined) groups.set(gap.entry, [gap])
    else group.push(gap)
  }
  return [...groups.values()].map((changes) => ({ changes }))
}

function withLineEnds(
  document: NetrcDocument,
  lineEnd: 'lf' | 'crlf',
): {
  readonly document: NetrcDocument
  readonly change: readonly FormatChange[]
  readonly refused: readonly FormatChange[]
} {
  const { text } = sourceOf(document)
  const after = text.replaceAll(/\r?\n/g, lineEnd === 'lf' ? '\n' : '\r\n')
  if (after === text) return { document, change: [], refused: [] }
  const changed = reread(document, { text: after })
  const first = text.search(lineEnd === 'lf' ? /\r\n/ : /(?<!\r)\n/)
  const change: FormatChange = { what: 'line ends', line: positionAt(text, first).line }
  const dialects =
    lineEnd === 'lf' ? programDialects : programDialects.filter((name) => name !== 'inetutils')
  const proof = readingProof(document, { dialects, mayCorrect: lineEnd === 'lf' })
  return proof(changed)
    ? { document: changed, change: [change], refused: [] }
    : { document, change: [], refused: [change] }
}
