import { isQuoted, type Outline, type OutlineComment } from '../outline.ts'
import type { Finding, Rule } from './rule.ts'

/** Rules about comments. */
export type CommentRule =
  | 'netrc/comment-after-blank-line'
  | 'netrc/comment-not-spaced'
  | 'netrc/trailing-comment'
  | 'netrc/comment-with-keywords'
  | 'netrc/comment-with-quote'
  | 'netrc/comment-in-entry'

export const commentRules: Readonly<Record<CommentRule, Rule>> = {
  'netrc/comment-after-blank-line': {
    severity: 'warning',
    finds: 'a comment of two or more words behind an empty line',
    message:
      'Python (3.11 and newer, so requests and uv too; 3.9 and 3.10 above the first entry) refuses the whole file for a comment of several words that stands behind an empty line, a line with blanks at its end, or a quoted value. Put a line with a lone # above it',
  },
  'netrc/comment-not-spaced': {
    severity: 'warning',
    finds: '`#word word` where no entry is open',
    message:
      'Python and uv refuse the whole file for a comment outside an entry whose # has no blank behind it. Write "# " and then the words',
  },
  'netrc/trailing-comment': {
    severity: 'warning',
    finds: 'a comment behind other words of its line',
    message:
      'Twelve readers, curl 8.11 and newer and git among them, read the words of a comment that does not start its line. Put it on a line of its own',
  },
  'netrc/comment-with-keywords': {
    severity: 'warning',
    finds: 'a comment that holds `machine`, `login`, `password`, `account`, `default` or `macdef`',
    message:
      'ftp, apt, Perl, LabKey for Java and netrc-parser know no comments, so they use the keywords in this one: an entry that is commented out still answers, and a lone keyword takes the next word for its value. Use other words, or delete the line',
  },
  'netrc/comment-with-quote': {
    severity: 'warning',
    finds: 'a comment with an open or an empty quote',
    message:
      'ftp knows no comments: an open quote in one swallows the rest of the file, and an empty one ends it; curl 8.11 and newer fails if the comment does not start its line. Remove the quote',
  },
  'netrc/comment-in-entry': {
    severity: 'info',
    finds: 'a comment between the fields of an entry',
    message:
      'Python up to 3.10, jdx (mise) and LabKey for Java do not read the fields behind a comment inside an entry. Put it above the machine line',
  },
}

const keywords = new Set(['machine', 'login', 'password', 'passwd', 'account', 'default', 'macdef'])

/** Looks at every comment with the eyes of those who read comments differently. */
export function* checkComments(outline: Outline): Generator<Finding<CommentRule>> {
  for (const comment of outline.comments) {
    const { from, to: end, spelling } = comment
    const text = spelling.replace(/\r$/, '')
    const to = end - (spelling.length - text.length)
    const rules: CommentRule[] = []
    if (!comment.isBeforeValue) {
      const [first = '', second] = text.split(/[ \t\r]+/).filter((word) => word !== '')
      const isSeveralWords = second !== undefined
      if (isSeveralWords && skipsLineEnd(outline, comment)) {
        rules.push('netrc/comment-after-blank-line')
      } else if (isSeveralWords && comment.isTopLevel && first !== '#') {
        rules.push('netrc/comment-not-spaced')
      }
    }
    if (!comment.startsLine) rules.push('netrc/trailing-comment')
    if (text.split(/[\s,#]+/).some((word) => keywords.has(word))) {
      rules.push('netrc/comment-with-keywords')
    }
    if (hasOpenOrEmptyQuote(text)) rules.push('netrc/comment-with-quote')
    for (const rule of rules) yield { rule, from, to }
    if (comment.isBeforeValue) {
      const message =
        'A comment stands between a keyword and its value: Python, ftp and Go take the comment itself for the value. Put it above the machine line'
      yield { rule: 'netrc/comment-in-entry', from, to, message }
    } else if (comment.isInEntry) {
      yield { rule: 'netrc/comment-in-entry', from, to }
    }
  }
}

// CPython's lexer eats one character behind a bare word or a comment, and none behind a quoted word.
// A line end that it has to skip on the way to "#" makes it read the comment word by word.
function skipsLineEnd({ text }: Outline, { before, from }: OutlineComment): boolean {
  const gap = text.slice(before?.to ?? 0, from).replace(/\r\n?/g, '\n')
  const isEaten = before !== undefined && !isQuoted(before.spelling) && !isMacro(before.spelling)
  return (isEaten ? gap.slice(1) : gap).includes('\n')
}

// A macro is the one piece that holds its own line end.
function isMacro(spelling: string): boolean {
  return spelling.endsWith('\n')
}

/** Reads a comment as ftp does: a quote opens at the start of a word and may hold blanks. */
function hasOpenOrEmptyQuote(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (isSeparator(text[at])) continue
    if (text[at] === '"') {
      const open = at++
      while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
      if (at >= text.length || at === open + 1) return true
    } else {
      while (at < text.length && !isSeparator(text[at])) at += text[at] === '\\' ? 2 : 1
    }
  }
  return false
}

function isSeparator(letter: string | undefined): boolean {
  return letter === ' ' || letter === '\t' || letter === ','
}
