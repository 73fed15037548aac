import type { Outline, OutlineMacro } from '../outline.ts'
import { bytesIn } from './bytes-in.ts'
import type { Finding, Rule } from './rule.ts'

/** Rules about macros of ftp. */
export type MacroRule =
  | 'netrc/macro-unterminated'
  | 'netrc/macro-blank-line-not-empty'
  | 'netrc/macro-init'
  | 'netrc/macro-before-machine'
  | 'netrc/macro-limits'

export const macroRules: Readonly<Record<MacroRule, Rule>> = {
  'netrc/macro-unterminated': {
    severity: 'error',
    finds: 'a macro that no empty line ends',
    message:
      'No empty line ends the macro: ftp does not log in at all, and Python refuses the file. Put an empty line behind it',
  },
  'netrc/macro-blank-line-not-empty': {
    severity: 'warning',
    finds: 'a macro that ends at a line of blanks',
    message:
      'The line that ends the macro is not empty but has blanks or a CR: ftp, Go and Python read the macro on, over the entries that follow. Remove the blanks',
  },
  'netrc/macro-init': {
    severity: 'warning',
    finds: 'a macro named init',
    message:
      'ftp runs the macro init after each login, shell commands behind ! included. Remove it, unless you wrote it and need it',
  },
  'netrc/macro-before-machine': {
    severity: 'warning',
    finds: 'a macro above the first machine',
    message:
      'Above the first machine a macro belongs to nobody: ftp and Perl read its words as if they were entries. Move it into the entry of its machine',
  },
  'netrc/macro-limits': {
    severity: 'warning',
    finds: 'more than 16 macros, or more than 4,096 bytes of them',
    message:
      'ftp takes 16 macros with 4,096 bytes in all, and does not log in with more. Remove what nobody uses',
  },
}

const mostMacros = 16
const mostMacroBytes = 4096

/** Looks at every macro, and at how many there are. */
export function* checkMacros(outline: Outline): Generator<Finding<MacroRule>> {
  let bytes = 0
  let isOver = false
  for (const [at, macro] of outline.macros.entries()) {
    const { keyword, body } = macro
    const { from, to } = keyword
    const end = endOf(outline, macro)
    if (end === undefined) yield { rule: 'netrc/macro-unterminated', from, to }
    else if (end.line !== '') {
      yield {
        rule: 'netrc/macro-blank-line-not-empty',
        from: end.from,
        to: end.from + end.line.length,
      }
    }
    const [firstLine = ''] = body?.spelling.split('\n', 1) ?? []
    if (firstLine.trim() === 'init') yield { rule: 'netrc/macro-init', from, to }
    if (macro.isBeforeMachine) yield { rule: 'netrc/macro-before-machine', from, to }
    bytes += body === undefined ? 0 : bytesIn(body.spelling.slice(firstLine.length), outline.kind)
    if (!isOver && (at >= mostMacros || bytes > mostMacroBytes)) {
      isOver = true
      yield { rule: 'netrc/macro-limits', from, to }
    }
  }
}

/** The line that ends a macro, its line end left out; `undefined` when the file ends it. */
function endOf(
  outline: Outline,
  { body }: OutlineMacro,
): { readonly from: number; readonly line: string } | undefined {
  if (body === undefined || !body.spelling.endsWith('\n')) return undefined
  const from = outline.text.lastIndexOf('\n', body.to - 2) + 1
  if (from <= body.from) return undefined
  const line = outline.text.slice(from, body.to - 1)
  return line.trim() === '' ? { from, line } : undefined
}
