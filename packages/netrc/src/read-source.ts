import type { Grammar } from './dialect.ts'
import type { Syntax } from './netrc-document.ts'
import { scan } from './scan.ts'
import type { SourceText } from './source-text.ts'
import { strictFailure } from './strict.ts'

/** Reads a source in a dialect. */
export function readSource(source: SourceText, grammar: Grammar): Syntax {
  const syntax = { ...source, grammar, ...scan(source.text, grammar) }
  const { dialect } = grammar
  if (source.kind === 'bytes' && (dialect === 'python' || dialect === 'strict')) {
    return { ...syntax, failure: { rule: 'netrc/invalid-utf8', token: 0 } }
  }
  if (dialect !== 'strict' || syntax.failure !== undefined) return syntax
  const failure = strictFailure(syntax)
  return failure === undefined ? syntax : { ...syntax, failure }
}
