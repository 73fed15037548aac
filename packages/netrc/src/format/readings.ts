import type { Dialect } from '../dialect.ts'
import { entries } from '../entries.ts'
import { sourceOf, type NetrcDocument } from '../netrc-document.ts'
import { reread } from '../reread.ts'
import { answersOf, type Question } from './answers.ts'

/** The dialects that stand for programs; `strict` stands for none. */
export const programDialects: readonly Dialect[] = [
  'consensus',
  'curl',
  'python',
  'go',
  'inetutils',
]

/** How a change of layout is judged. */
export interface ReadingRules {
  /** Default: {@link programDialects}. */
  readonly dialects?: readonly Dialect[]
  /** A dialect may come to read what the consensus reads, also where it read something else. */
  readonly mayCorrect?: boolean
}

/** Compares the answers of a changed document with those of the one before it. */
export type ReadingProof = (after: NetrcDocument) => boolean

/**
 * Prepares the proof that a change of layout changes no answer: every dialect is asked for every
 * machine, with and without each login, and for a machine that is not there. The answers must be
 * what they were. Only a dialect that found nothing, or refused the file, may find something: what
 * the consensus finds.
 */
export function readingProof(before: NetrcDocument, rules: ReadingRules = {}): ReadingProof {
  const { dialects = programDialects, mayCorrect = false } = rules
  const readings = dialects.map((dialect) => {
    const document = reread(before, { dialect })
    return { dialect, document, before: answersOf(document) }
  })
  return (after) => {
    const consensus = reread(after, { dialect: 'consensus' })
    const byConsensus = answersOf(consensus)
    return readings.every(({ dialect, document, before: answerBefore }) => {
      if (dialect === 'inetutils' && hasSameWords(before, after)) return true
      const now = reread(after, { dialect })
      const questions = questionsAbout([document, now, consensus])
      if (questions === undefined) return false
      // A look-up of ftp reads the file from its start.
      if (dialect === 'inetutils' && questions.length > mostQuestionsToFtp) return false
      const answerNow = answersOf(now)
      return questions.every((question) => {
        const was = answerBefore(question)
        const is = answerNow(question)
        if (was.whole === is.whole) return true
        if (dialect === 'consensus' || !(was.isSilent || mayCorrect)) return false
        // A dialect without a login filter answers a question with a login as one without.
        const right = [byConsensus(question), byConsensus({ host: question.host })]
        return right.some(({ credentials }) => credentials === is.credentials)
      })
    })
  }
}

/**
 * Says whether ftp reads the same words, which settles it: line ends mean nothing to it outside
 * macros.
 */
function hasSameWords(before: NetrcDocument, after: NetrcDocument): boolean {
  const [old, now] = [sourceOf(before).text, sourceOf(after).text]
  if (old.includes('macdef')) return false
  const words = wordsOfFtp(old)
  const others = wordsOfFtp(now)
  return words.length === others.length && words.every((word, at) => word === others[at])
}

/** The words of a file as ftp spells them: in quotes at their start, or up to a blank or a comma. */
function wordsOfFtp(text: string): readonly string[] {
  const words: string[] = []
  for (let at = 0; at < text.length; at++) {
    if (isSeparator(text[at])) continue
    const from = at
    const isEnd = text[at] === '"' ? (letter?: string) => letter === '"' : isSeparator
    if (text[at] === '"') at++
    while (at < text.length && !isEnd(text[at])) at += text[at] === '\\' ? 2 : 1
    words.push(text.slice(from, at))
  }
  return words
}

function isSeparator(letter: string | undefined): boolean {
  return letter === ' ' || letter === '\t' || letter === '\n' || letter === ','
}

// A look-up goes through all entries of its machine; beyond this the time would grow by the square.
const mostEntriesOfAHost = 1000
const mostQuestionsToFtp = 500

/** All that can be asked; `undefined` when that is too much to prove anything. */
function questionsAbout(documents: readonly NetrcDocument[]): readonly Question[] | undefined {
  const questions = new Map<string, Question>()
  const add = (question: Question): void => {
    questions.set(JSON.stringify(question), question)
  }
  add({ host: 'not-there.invalid' })
  for (const document of documents) {
    const counts = new Map<string | undefined, number>()
    for (const { host = 'not-there.invalid', login } of entries(document)) {
      // A name with a blank or a control in it is no host that anybody could ask for.
      if (/[^\u0021-\uffff]/.test(host)) continue
      const count = (counts.get(host) ?? 0) + 1
      if (count > mostEntriesOfAHost) return undefined
      counts.set(host, count)
      add({ host })
      if (login !== undefined) add({ host, login })
      add({ host, login: 'nobody.invalid' })
    }
  }
  return [...questions.values()]
}
