import { isOpenQuote, isQuoted, type Outline, type OutlineWord, type Pair } from '../outline.ts'
import type { Finding, Rule } from './rule.ts'

/** Rules about keywords, and about words that are none. */
export type WordRule =
  | 'netrc/comma-separator'
  | 'netrc/keyword-case'
  | 'netrc/alias-keyword'
  | 'netrc/unknown-keyword'
  | 'netrc/extension-keyword'
  | 'netrc/split-line'
  | 'netrc/name-after-default'

export const wordRules: Readonly<Record<WordRule, Rule>> = {
  'netrc/comma-separator': {
    severity: 'error',
    finds: 'commas between words',
    message:
      "A comma separates words for ftp only (and in Rlabkey's manual): curl, git, Python, Go and all others take it for a letter. Put a blank in its place",
  },
  'netrc/keyword-case': {
    severity: 'error',
    finds: 'a keyword with capitals',
    message:
      'Keywords are lower case: only curl and git know this one, all other readers skip it or refuse the file. Write it in lower case',
  },
  'netrc/alias-keyword': {
    severity: 'warning',
    finds: '`user` for login, `passwd` for password',
    message:
      'Few readers know this keyword: curl and git know neither user nor passwd, Python knows user only, ftp passwd only. Write login or password',
  },
  'netrc/unknown-keyword': {
    severity: 'warning',
    finds: 'a word that is no keyword',
    message:
      'No reader knows this word: Python, uv and two of the Go packages refuse the file for it, aria2 does so above the first machine, others skip it. Remove it; if it belongs to a value with a blank, put double quotes around the value',
  },
  'netrc/extension-keyword': {
    severity: 'info',
    finds: '`port`, `protocol`, `force`, `method`',
    message:
      'Only some readers know this keyword (wget port and force, Heroku method): Python, uv and two of the Go packages refuse the file for it. Leave it out',
  },
  'netrc/split-line': {
    severity: 'info',
    finds: 'a keyword and its value on two lines',
    message:
      'The value stands on another line than its keyword: Go, wget2 and the npm packages do not find it there. Put both on one line',
  },
  'netrc/name-after-default': {
    severity: 'error',
    finds: 'a name behind `default`',
    message:
      'default takes no name: curl skips the word, Python refuses the file, Go reads it as a keyword. Remove it, or write machine instead of default',
  },
}

const keywords = new Set([
  'machine',
  'login',
  'password',
  'account',
  'default',
  'macdef',
  'user',
  'passwd',
])

/** Looks at keywords and at the words that stand where a keyword is due. */
export function* checkWords(outline: Outline): Generator<Finding<WordRule>> {
  for (const pair of outline.pairs) yield* checkPair(outline, pair)
  let method: OutlineWord | undefined
  for (const word of outline.words) {
    const { from, to, spelling, before } = word
    const isMethodValue = method !== undefined && before?.from === method.from
    method = undefined
    if (isOpenQuote(spelling) || isMethodValue) continue
    if (before?.spelling === 'default') {
      yield { rule: 'netrc/name-after-default', from, to }
    } else if (spelling === 'method') {
      method = word
      yield { rule: 'netrc/extension-keyword', from, to }
    } else if (keywords.has(spelling.toLowerCase())) {
      yield { rule: 'netrc/keyword-case', from, to }
    } else if (hasSeparatingComma(spelling)) {
      yield { rule: 'netrc/comma-separator', from, to }
    } else if (spelling !== '""') {
      const message =
        'A word in quotes is never a keyword for curl, git and Go, while Python and ftp read it as one. Remove the quotes, or the word'
      const isKeyword = isQuoted(spelling) && keywords.has(spelling.slice(1, -1))
      yield { rule: 'netrc/unknown-keyword', from, to, ...(isKeyword && { message }) }
    }
  }
}

function* checkPair(outline: Outline, pair: Pair): Generator<Finding<WordRule>> {
  const { keyword, value, field } = pair
  const { from, to, spelling } = keyword
  if (spelling === 'user' || spelling === 'passwd') yield { rule: 'netrc/alias-keyword', from, to }
  if (field === 'ignored') yield { rule: 'netrc/extension-keyword', from, to }
  if (value === undefined) return
  if (outline.text.slice(to, value.from).includes('\n')) {
    yield { rule: 'netrc/split-line', from, to }
  }
  if (value.spelling.startsWith('"')) return
  if (hasSeparatingComma(value.spelling) || endsInSeparatingComma(outline, pair)) {
    yield { rule: 'netrc/comma-separator', from: value.from, to: value.to }
  }
}

/** A keyword, or nothing at all, stands between its commas: `h,login` or a comma alone. */
function hasSeparatingComma(spelling: string): boolean {
  if (!spelling.includes(',') || spelling.startsWith('"')) return false
  const parts = spelling.split(',')
  return parts.some((part) => keywords.has(part)) || parts.every((part) => part === '')
}

// A password may well end in a comma, so there it takes a keyword behind it on the line.
function endsInSeparatingComma(outline: Outline, { field, value }: Pair): boolean {
  if (value === undefined || !value.spelling.endsWith(',')) return false
  if (field === 'host') return true
  const end = outline.text.indexOf('\n', value.to)
  const rest = outline.text.slice(value.to, end < 0 ? undefined : end)
  const [next = ''] = rest.trim().split(/\s+/, 1)
  return keywords.has(next)
}
