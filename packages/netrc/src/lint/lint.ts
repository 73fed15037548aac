import { diagnosticsOf, findDiagnosed, type Judged } from '../diagnose.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { sourceOf, type NetrcDocument } from '../netrc-document.ts'
import { NetrcError } from '../netrc-error.ts'
import { parse } from '../parse.ts'
import type { Severity } from '../severity.ts'
import { checkComments } from './comments.ts'
import { checkEncoding, looksLikeUtf16 } from './encoding.ts'
import { checkEntries } from './entries.ts'
import { checkFile, type FileFacts } from './file-facts.ts'
import { checkHosts } from './hosts.ts'
import { checkLines } from './lines.ts'
import { checkMacros } from './macros.ts'
import { outlineOf } from '../outline.ts'
import { checkReach } from './reach.ts'
import type { Finding } from './rule.ts'
import { lintRules, type RuleId } from './rule-table.ts'
import { checkValues } from './values.ts'
import { checkWords } from './words.ts'

/** How {@link lint} judges. */
export interface LintOptions {
  /** Another severity for a rule, or `off`. It wins over what the rule says itself. */
  readonly rules?: Readonly<Partial<Record<RuleId, Severity | 'off'>>>
  /** Facts about the file, for the rules that need them; without them those rules are silent. */
  readonly file?: FileFacts
}

/**
 * Says what is wrong with a netrc file: for whom, and how to mend it. Some forty programs read the
 * file, each in its own way; a finding names those that read it wrong.
 *
 * It looks at the text by the consensus grammar, whatever the document's dialect; in the strict
 * dialect the rules about the file itself are errors. `document.diagnostics` are five of the rules.
 *
 * @param source a document, or what `parse` takes: then UTF-16 is a finding, not an error
 * @returns the findings in file order; no message holds the text of a value
 * @throws {TypeError} for a rule in the options that does not exist
 *
 * @example
 * ```ts
 * for (const { rule, line, message } of lint(parse(text), { rules: { 'netrc/crlf': 'off' } })) {
 *   console.log(`${line}: ${message} (${rule})`)
 * }
 * ```
 */
export function lint(
  source: NetrcDocument | string | Uint8Array,
  options: LintOptions = {},
): readonly Diagnostic[] {
  const { rules = {}, file = {} } = options
  for (const rule of Object.keys(rules)) {
    if (Object.hasOwn(lintRules, rule)) continue
    throw new TypeError(`There is no lint rule ${rule}; lintRules has all of them`)
  }
  const found: Judged<RuleId>[] = []
  const document = documentOf(source)
  for (const finding of document === undefined ? [utf16] : findAll(document, file)) {
    const severity = rules[finding.rule]
    if (severity === 'off') continue
    found.push({ ...lintRules[finding.rule], ...finding, ...(severity && { severity }) })
  }
  return diagnosticsOf(document === undefined ? '' : sourceOf(document).text, found)
}

const utf16: Finding<RuleId> = { rule: 'netrc/utf16', from: 0, to: 0 }

/** The document; `undefined` for UTF-16, which has none. */
function documentOf(source: NetrcDocument | string | Uint8Array): NetrcDocument | undefined {
  if (typeof source !== 'string' && !(source instanceof Uint8Array)) return source
  try {
    return parse(source)
  } catch (error) {
    if (error instanceof NetrcError && error.code === 'ERR_NETRC_ENCODING') return undefined
    throw error
  }
}

function* findAll(document: NetrcDocument, file: FileFacts): Generator<Finding<RuleId>> {
  const { text } = sourceOf(document)
  yield* checkFile(file, document.dialect === 'strict')
  if (looksLikeUtf16(text)) {
    yield utf16
    return
  }
  const outline = outlineOf(document)
  yield* checkEncoding(outline)
  yield* checkLines(outline)
  yield* findDiagnosed(outline.syntax)
  yield* checkComments(outline)
  yield* checkValues(outline)
  yield* checkWords(outline)
  yield* checkEntries(outline)
  yield* checkReach(outline, document)
  yield* checkHosts(outline)
  yield* checkMacros(outline)
}
