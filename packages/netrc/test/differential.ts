import fc from 'fast-check'
import { findEntry, NetrcError, parse, type Dialect } from '@wellkey/netrc'
import { netrcLike, query, wholeEntries } from './netrc-like.ts'
import { askCurl, askPython, type Answer, type Question } from './programs.ts'

/** A question that a program answers in another way than its dialect. */
export interface Difference extends Question {
  readonly program: Answer
  readonly dialect: Answer
}

// What CPython 3.11 and newer differ in among themselves: nothing. The lexer and parser are the same;
// only the check of owner and mode moved, and that is not made for a file that is named.
/** Asks CPython and the dialect `python` about random files. */
export function compareWithPython(count: number, seed: number): readonly Difference[] {
  const questions = sample(netrcLike, count, seed)
  return differences('python', questions, askPython(questions))
}

// What curl before 8.21 does otherwise, so that the files for curl hold nothing of it:
// - 7.84 to 7.88: "#" opens a comment wherever a word starts, also in place of a value
// - before 8.11: a quoted token ends with its line, or all fails
// - 7.84 to 7.88: an empty line between a keyword and its value is an empty value
// - before 8.21: values of other machines are read as words, so that one of them can be a keyword; a quoted word can be a keyword; a macro inside the wanted entry is read as words; a CR
//   ends no word, or fails; an entry without login or password goes on in the next one, so that
//   values of two entries mix (CVE-2024-11053, CVE-2025-0167); of two logins or passwords in an entry the
//   first one counts, or the last; "default" inside an entry is a word
// - 8.11.1 to 8.20, and Debian's 7.88.1: a password is sent with another login than its own
//   (CVE-2026-8926), so that nothing is asked with a login
// - 8.13 to 8.20: a value is cut at its first byte beyond 0x7f, where char is signed
/** Asks curl and the dialect `curl` about random files that all its versions read alike. */
export async function compareWithCurl(count: number, seed: number): Promise<readonly Difference[]> {
  const questions = sample(wholeEntries, count, seed).map(({ text, host }) => ({ text, host }))
  return differences('curl', questions, await askCurl(questions))
}

function sample(texts: fc.Arbitrary<string>, numRuns: number, seed: number): readonly Question[] {
  return fc
    .sample(fc.tuple(texts, query), { numRuns, seed })
    .map(([text, asked]) => ({ text, ...asked }))
}

function differences(
  dialect: Dialect,
  questions: readonly Question[],
  answers: readonly Answer[],
): readonly Difference[] {
  return questions.flatMap((question, at) => {
    const own = ask(dialect, question)
    return own === answers[at] ? [] : [{ ...question, program: answers[at], dialect: own }]
  })
}

function ask(dialect: Dialect, question: Question): Answer {
  try {
    const found = findEntry(parse(question.text, { dialect }), question)
    return found && `${found.login ?? ''}:${found.password ?? ''}`
  } catch (error) {
    if (error instanceof NetrcError) return 'error'
    throw error
  }
}
