// Asks one document many questions: what `findEntry` answers, but for the place, in linear time.
import { chooseEntry, type Choice } from '../choose-entry.ts'
import { failsFromThere, filtersLogins, readsAsFtp, refusesNul } from '../dialect.ts'
import { indexByHost } from '../entries-named.ts'
import { syntaxOf, type NetrcDocument, type Syntax } from '../netrc-document.ts'
import { valueFields, type ValueField } from '../netrc-values.ts'
import { readValue, valueOf } from '../value.ts'

/** What is asked of a document. */
export interface Question {
  readonly host: string
  readonly login?: string
}

/** What a dialect answers; answers with the same `whole` are the same. */
export interface Answer {
  readonly whole: string
  /** Login and password, where a missing one is an empty one; few dialects know the account. */
  readonly credentials: string
  /** The dialect finds nothing, or refuses the file. */
  readonly isSilent: boolean
}

const nothing = silent('nothing')
const refusal = silent('refusal')

/** Prepares a document for questions. */
export function answersOf(document: NetrcDocument): (question: Question) => Answer {
  const { failure, byHost: _, ...syntax } = syntaxOf(document)
  if (syntax.grammar & readsAsFtp) return (question) => answerOf(syntax, question, nothing)
  if (failure !== undefined && !(syntax.grammar & failsFromThere)) return () => refusal
  const indexed = indexedFor(syntax)
  // A dialect that gives up somewhere cannot say what stands behind.
  const missing = failure === undefined ? nothing : refusal
  return (question) => answerOf(indexed, question, missing)
}

/** The document with its index made, and only those entries listed that may stand in for others. */
function indexedFor(syntax: Syntax): Syntax {
  const whole: Syntax = { ...syntax, byHost: indexByHost(syntax) }
  const standIns = whole.entries.filter(
    (entry) => entry.isDefault || readValue(whole, entry.host) === 'default',
  )
  return { ...whole, entries: standIns }
}

function answerOf(syntax: Syntax, question: Question, missing: Answer): Answer {
  let choice: Choice | undefined
  try {
    choice = chooseEntry(syntax, question, false)
  } catch {
    return refusal
  }
  return choice === undefined ? missing : saidBy(choice, question)
}

/** As `findEntry` reads an entry. */
function saidBy({ syntax, entry }: Choice, question: Question): Answer {
  if (entry.isBroken) return refusal
  const { grammar } = syntax
  const values: Partial<Record<ValueField, string | readonly number[]>> = {}
  for (const field of valueFields) {
    const token = entry[field]
    if (token < 0) continue
    if (grammar & refusesNul && valueOf(syntax, token).includes('\0')) return refusal
    const value = readValue(syntax, token)
    if (value !== undefined) values[field] = typeof value === 'string' ? value : [...value]
  }
  if (entry.login < 0 && question.login !== undefined && grammar & filtersLogins) {
    values.login = question.login
  }
  const { login = '', password = '', account } = values
  if (login === '' && password === '' && typeof account !== 'object') return nothing
  const { isDefault } = entry
  return {
    whole: JSON.stringify([values.login, values.password, account, isDefault]),
    credentials: JSON.stringify([login, password, isDefault]),
    isSilent: false,
  }
}

function silent(why: string): Answer {
  return { whole: why, credentials: why, isSilent: true }
}
