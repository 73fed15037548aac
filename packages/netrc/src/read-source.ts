import { isStrict, refusesBytes, type Grammar } from './dialect.ts'
import type { Syntax } from './netrc-document.ts'
import { scan } from './scan.ts'
import type { SourceText } from './source-text.ts'
import { strictFailure } from './strict.ts'

/** Reads a source in a dialect. */
export function readSource({ text, kind }: SourceText, grammar: Grammar): Syntax {
  const syntax: Syntax = { text, kind, grammar, ...scan(text, grammar) }
  if (kind === 'bytes' && grammar & refusesBytes) {
    return { ...syntax, failure: { rule: 'netrc/invalid-utf8', token: 0 } }
  }
  if (!(grammar & isStrict) || syntax.failure) return syntax
  const failure = strictFailure(syntax, grammar)
  return failure ? { ...syntax, failure } : syntax
}
