import { diagnosedRules, type DiagnosedRule } from './diagnosed.ts'
import { commentRules, type CommentRule } from './comments.ts'
import { encodingRules, type EncodingRule } from './encoding.ts'
import { entryRules, type EntryRule } from './entries.ts'
import { fileRules, type FileRule } from './file-facts.ts'
import { hostRules, type HostRule } from './hosts.ts'
import { lineRules, type LineRule } from './lines.ts'
import { macroRules, type MacroRule } from './macros.ts'
import { reachRules, type ReachRule } from './reach.ts'
import type { Rule } from './rule.ts'
import { valueRules, type ValueRule } from './values.ts'
import { wordRules, type WordRule } from './words.ts'

/** The stable name of a rule. */
export type RuleId =
  | DiagnosedRule
  | EncodingRule
  | LineRule
  | CommentRule
  | ValueRule
  | WordRule
  | EntryRule
  | ReachRule
  | HostRule
  | MacroRule
  | FileRule

/** Every rule of {@link lint}, by name: what it finds, how bad that is, and the words for it. */
export const lintRules: Readonly<Record<RuleId, Rule>> = /* @__PURE__ */ allRules()

// Bundlers keep an unused spread, since it could call a getter; a call marked pure they leave out.
function allRules(): Readonly<Record<RuleId, Rule>> {
  return {
    ...encodingRules,
    ...lineRules,
    ...diagnosedRules,
    ...commentRules,
    ...valueRules,
    ...wordRules,
    ...entryRules,
    ...reachRules,
    ...hostRules,
    ...macroRules,
    ...fileRules,
  }
}
