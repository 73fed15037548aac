import { spellingsOf } from '../host.ts'
import { decodedValue, type Outline, type OutlineEntry, type Piece } from '../outline.ts'
import type { Finding, Rule } from './rule.ts'

/** Rules about what an entry holds, and about how entries stand to each other. */
export type EntryRule =
  | 'netrc/entry-without-credentials'
  | 'netrc/missing-login'
  | 'netrc/missing-password'
  | 'netrc/password-before-login'
  | 'netrc/unindented-entry'
  | 'netrc/repeated-keyword'
  | 'netrc/default-not-last'
  | 'netrc/duplicate-default'
  | 'netrc/default-entry'
  | 'netrc/default-is-host'
  | 'netrc/duplicate-host'

export const entryRules: Readonly<Record<EntryRule, Rule>> = {
  'netrc/entry-without-credentials': {
    severity: 'warning',
    finds: 'an entry with neither login nor password',
    message:
      "The entry has neither login nor password: Ruby takes the next entry's for it, and curl up to 8.11.0 sends the password of the host that redirected here. Add them, or remove the entry",
  },
  'netrc/missing-login': {
    severity: 'warning',
    finds: 'an entry with a password and no login',
    message:
      "The entry has no login: Ruby takes the next entry's, wget and neon drop the entry, Go does not see it. Add the login",
  },
  'netrc/missing-password': {
    severity: 'warning',
    finds: 'an entry with a login and no password',
    message:
      "The entry has no password: Ruby takes the next entry's, Python up to 3.10 refuses the file, and curl up to 8.11.0 sends the password of the host that redirected here. Add the password",
  },
  'netrc/password-before-login': {
    severity: 'info',
    finds: 'the password before the login',
    message:
      'The password stands before the login: LabKey for Java, lftp and Ruby do not read the entry, and tnftp may send it with the login of another. Put the login first',
  },
  'netrc/unindented-entry': {
    severity: 'info',
    finds: 'an entry of several lines without indentation',
    message:
      'The fields of this entry are not indented: netrc-parser finds the machine without login and password. Put blanks before them',
  },
  'netrc/repeated-keyword': {
    severity: 'error',
    finds: 'a field twice in one entry',
    message:
      'The entry has this field twice: curl, Python and Go use the last one, others the first, and four of the Go packages refuse the file. Remove one',
  },
  'netrc/default-not-last': {
    severity: 'error',
    finds: 'a machine behind `default`',
    message:
      'Machines stand behind default: curl, git, ftp, neon and Emacs never come to them and send the default password instead, two Go packages refuse the file. Move default to the end',
  },
  'netrc/duplicate-default': {
    severity: 'error',
    finds: 'a second `default`',
    message:
      'A second default: curl and ftp use the first, Python the last, and some refuse the file. Remove one',
  },
  'netrc/default-entry': {
    severity: 'warning',
    finds: 'a `default` with values',
    message:
      'default sends its password to every host without an entry, and curl, wget2 and requests send it to each host they are redirected to; Go, apt, lftp, msmtp, netrc-parser and LabKey for Java ignore it. Name the machine',
  },
  'netrc/default-is-host': {
    severity: 'warning',
    finds: '`machine default`',
    message:
      'machine default is a host of that name for most readers, but the default entry for Python. Write default alone if you mean every host',
  },
  'netrc/duplicate-host': {
    severity: 'warning',
    finds: 'a machine with two entries; an error where the login is the same too',
    message: 'This machine has an entry already',
  },
}

/** Looks at every entry, alone and beside those before it. */
export function* checkEntries(outline: Outline): Generator<Finding<EntryRule>> {
  const { entries } = outline
  const lastMachine = entries.findLastIndex(({ isDefault }) => !isDefault)
  let seenDefault = false
  for (const [at, entry] of entries.entries()) {
    const { head, isDefault } = entry
    if (!entry.isBroken) yield* checkFields(outline, entry)
    yield* checkOrder(outline, entry)
    const isNamedDefault = entry.host?.spelling === 'default'
    if (isNamedDefault) yield find('netrc/default-is-host', entry.host ?? head)
    if (!isDefault) continue
    if (at < lastMachine) yield find('netrc/default-not-last', head)
    if (seenDefault) yield find('netrc/duplicate-default', head)
    seenDefault = true
    if (entry.pairs.some(({ field }) => field !== 'ignored')) {
      yield find('netrc/default-entry', head)
    }
  }
  yield* checkDuplicates(outline)
}

function find<Id extends EntryRule>(rule: Id, { from, to }: Piece): Finding<Id> {
  return { rule, from, to }
}

function* checkFields(outline: Outline, entry: OutlineEntry): Generator<Finding<EntryRule>> {
  const login = lastOf(entry, 'login')
  const password = lastOf(entry, 'password')
  const isEmpty = decodedValue(outline, login) === '' && decodedValue(outline, password) === ''
  if ((login === undefined && password === undefined) || isEmpty) {
    yield find('netrc/entry-without-credentials', entry.head)
  } else if (login === undefined) {
    yield find('netrc/missing-login', entry.head)
  } else if (password === undefined) {
    yield find('netrc/missing-password', entry.head)
  }
}

function* checkOrder(outline: Outline, entry: OutlineEntry): Generator<Finding<EntryRule>> {
  const seen = new Set<string>()
  let isFlagged = false
  for (const { field, keyword } of entry.pairs) {
    if (field !== 'ignored' && seen.has(field)) yield find('netrc/repeated-keyword', keyword)
    if (field === 'login' && seen.has('password') && !seen.has('login')) {
      yield find('netrc/password-before-login', keyword)
    }
    seen.add(field)
    const isAtMargin = keyword.from === 0 || outline.text[keyword.from - 1] === '\n'
    if (isAtMargin && !isFlagged) yield find('netrc/unindented-entry', keyword)
    isFlagged ||= isAtMargin
  }
}

function* checkDuplicates(outline: Outline): Generator<Finding<EntryRule>> {
  const seen = new Map<string, { readonly logins: Set<string | undefined> }>()
  for (const entry of outline.entries) {
    const host = decodedValue(outline, entry.host)
    if (host === undefined) continue
    const name = spellingsOf(host).at(-1) ?? host
    const login = decodedValue(outline, lastOf(entry, 'login'))
    const before = seen.get(name)
    if (before === undefined) {
      seen.set(name, { logins: new Set([login]) })
      continue
    }
    const isSameLogin = before.logins.has(login)
    before.logins.add(login)
    const message = isSameLogin
      ? 'This machine has an entry with the same login already: most readers use the first of them, Python, uv, wget2 and npm netrc the last. Remove one'
      : 'This machine has an entry with another login already: readers that are asked for a login (curl, wget) tell them apart; the others know the first only, Python, uv, wget2 and npm netrc the last. Put the one that all shall use where they find it, or remove one'
    yield {
      ...find('netrc/duplicate-host', entry.head),
      message,
      ...(isSameLogin && { severity: 'error' as const }),
    }
  }
}

/** The value that counts: a field that is given twice has its last value. */
export function lastOf(
  entry: OutlineEntry,
  field: 'login' | 'password' | 'account',
): Piece | undefined {
  return entry.pairs.findLast((pair) => pair.field === field)?.value
}
