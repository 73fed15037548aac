import { applyProven } from '../format/apply-proven.ts'
import { readingProof } from '../format/readings.ts'
import type { NetrcDocument } from '../netrc-document.ts'
import { outlineOf, type Outline } from '../outline.ts'
import type { TextChange } from '../text-change.ts'
import { lint, type LintOptions } from './lint.ts'
import type { RuleId } from './rule-table.ts'

/** A rule that {@link fix} can mend. */
type FixableRule =
  | 'netrc/bom'
  | 'netrc/no-final-newline'
  | 'netrc/comment-after-blank-line'
  | 'netrc/comment-not-spaced'
  | 'netrc/split-line'
  | 'netrc/unindented-entry'
  | 'netrc/macro-blank-line-not-empty'
  | 'netrc/macro-unterminated'

/** One finding that was mended, or not. */
export interface Fix {
  readonly rule: RuleId
  /** In the document before, from 1. */
  readonly line: number
  /** From 1, in UTF-16 code units. */
  readonly column: number
}

/** What {@link fix} did. */
export interface FixResult {
  readonly document: NetrcDocument
  readonly fixed: readonly Fix[]
  /** What was left as it is, since some program would read another credential then. */
  readonly refused: readonly Fix[]
}

/**
 * Mends what can be mended without a decision of yours: a byte order mark, a missing line end, a
 * comment that makes Python refuse the file, a value on another line, fields without indentation,
 * the end of a macro.
 *
 * No value changes. The result is read again before it is returned: no program (curl, Python, Go,
 * inetutils ftp, the consensus) may find another credential than before for any machine; one that
 * found nothing may find what the consensus finds. What does not pass is left as it is.
 */
export function fix(document: NetrcDocument, options: Pick<LintOptions, 'rules'> = {}): FixResult {
  const outline = outlineOf(document)
  const offsets = offsetsIn(outline.text)
  const groups = lint(document, options).flatMap(({ rule, line, column }) => {
    if (!isFixable(rule)) return []
    const changes = changesFor[rule](outline, offsets(line, column))
    return changes.length === 0 ? [] : [{ rule, line, column, changes }]
  })
  const endsInMacro = groups.some(({ rule }) => rule === 'netrc/macro-unterminated')
  const wanted = groups.filter(({ rule }) => !endsInMacro || rule !== 'netrc/no-final-newline')
  const result = applyProven(document, wanted, readingProof(document))
  const listed = (made: typeof groups): readonly Fix[] =>
    made.map(({ rule, line, column }) => ({ rule, line, column }))
  return {
    document: result.document,
    fixed: listed([...result.made]),
    refused: listed([...result.left]),
  }
}

function isFixable(rule: string): rule is FixableRule {
  return Object.hasOwn(changesFor, rule)
}

/** Places come in file order, so one pass is enough. */
function offsetsIn(text: string): (line: number, column: number) => number {
  let at = 1
  let start = 0
  return (line, column) => {
    for (; at < line; at++) start = text.indexOf('\n', start) + 1
    return start + column - 1
  }
}

type Changes = readonly TextChange[]

const changesFor: Readonly<Record<FixableRule, (outline: Outline, from: number) => Changes>> = {
  'netrc/bom': ({ kind }) => [{ from: 0, to: kind === 'bytes' ? 3 : 1, text: '' }],
  'netrc/no-final-newline': ({ text }) => [insertion(text.length, lineEndOf(text))],
  'netrc/comment-after-blank-line': putHashAbove,
  'netrc/comment-not-spaced': (_, from) => [insertion(from + 1, ' ')],
  'netrc/split-line': joinValue,
  'netrc/unindented-entry': indentFields,
  'netrc/macro-blank-line-not-empty': ({ text }, from) => {
    const end = text.indexOf('\n', from)
    const to = text[end - 1] === '\r' ? end - 1 : end
    return to > from ? [{ from, to, text: '' }] : []
  },
  'netrc/macro-unterminated': ({ text, macros }) => {
    if (macros.at(-1)?.body === undefined) return []
    const lineEnd = lineEndOf(text)
    return [insertion(text.length, text.endsWith('\n') ? lineEnd : lineEnd + lineEnd)]
  },
}

/** The rules that {@link fix} can mend. */
export const fixableRules: readonly RuleId[] = Object.keys(changesFor).filter(isFixable)

function insertion(at: number, text: string): TextChange {
  return { from: at, to: at, text }
}

function lineEndOf(text: string): string {
  return text[text.indexOf('\n') - 1] === '\r' ? '\r\n' : '\n'
}

/** A comment of one word is harmless, and behind it Python reads the next one as a comment. */
function putHashAbove({ text }: Outline, from: number): Changes {
  const start = text.lastIndexOf('\n', from - 1) + 1
  const above = text.lastIndexOf('\n', start - 2) + 1
  const line = text.slice(above, Math.max(above, start - 1))
  if (start === 0 || line.trim() !== '') return [insertion(start, `#${lineEndOf(text)}`)]
  const to = start - 1 - (line.endsWith('\r') ? 1 : 0)
  return [{ from: Math.max(above, text.startsWith('\ufeff') ? 1 : 0), to, text: '#' }]
}

function joinValue({ text, pairs }: Outline, from: number): Changes {
  const pair = pairs[lowerBound(pairs, from, ({ keyword }) => keyword.from)]
  if (pair?.value === undefined) return []
  const gap = { from: pair.keyword.to, to: pair.value.from }
  return text.slice(gap.from, gap.to).trim() === '' ? [{ ...gap, text: ' ' }] : []
}

function indentFields({ text, entries }: Outline, from: number): Changes {
  const entry = entries[lowerBound(entries, from + 1, ({ head }) => head.from) - 1]
  const margins = (entry?.pairs ?? []).flatMap(({ keyword }) => keyword.from)
  return margins.filter((at) => at === 0 || text[at - 1] === '\n').map((at) => insertion(at, '  '))
}

/** The number of the first item that does not stand before a place, by halves. */
function lowerBound<Item>(
  items: readonly Item[],
  at: number,
  from: (item: Item) => number,
): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    const item = items[middle]
    if (item !== undefined && from(item) < at) low = middle + 1
    else high = middle
  }
  return low
}
