import fc from 'fast-check'
import { expect } from 'vitest'
import {
  entries,
  findEntry,
  NetrcError,
  parse,
  removeEntry,
  setEntry,
  stringify,
  toBytes,
  type NetrcDocument,
} from '@wellkey/netrc'
import { netrcLike, query } from './netrc-like.ts'

export const dialects = ['consensus', 'curl', 'python', 'go', 'inetutils', 'strict'] as const
const dialect = fc.constantFrom(...dialects)
const text = fc.oneof(netrcLike, fc.string({ unit: 'binary', maxLength: 60 }))
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  netrcLike.map((given) => Buffer.from(given)),
  netrcLike.map((given) => Buffer.from(given, 'latin1')),
)
const value = fc.oneof(
  fc.constantFrom(
    'k',
    'a b',
    '#x',
    'a#b',
    '"q',
    'a"b',
    'a\\b',
    'a,b',
    '',
    'machine',
    'default',
    'ä',
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const values = fc.record(
  { host: fc.constantFrom('h.example', 'new.example', 'a.example'), login: value, password: value },
  { requiredKeys: ['host', 'password'] },
)

/** What must hold for every input, each tried with so many. */
export const laws: Readonly<Record<string, (numRuns: number) => void>> = {
  'every string comes back, in every dialect': (numRuns) =>
    fc.assert(
      fc.property(text, dialect, (given, name) => {
        expect(stringify(parse(given, { dialect: name }))).toBe(given)
      }),
      { numRuns },
    ),

  'all bytes come back, in every dialect': (numRuns) =>
    fc.assert(
      fc.property(bytes, dialect, (given, name) => {
        fc.pre(!['fffe', 'feff'].includes(Buffer.from(given).toString('hex', 0, 2)))
        expect(Buffer.from(toBytes(parse(given, { dialect: name })))).toEqual(Buffer.from(given))
      }),
      { numRuns },
    ),

  'content never makes parse() throw, and look-ups throw NetrcError only': (numRuns) =>
    fc.assert(
      fc.property(text, dialect, query, (given, name, asked) => {
        const document = parse(given, { dialect: name })
        expect(Array.isArray(document.diagnostics)).toBe(true)
        expect(Array.isArray(entries(document))).toBe(true)
        expect(() => lookUp(document, asked.host, asked.login)).not.toThrow()
      }),
      { numRuns },
    ),

  'what is set is found by its target, or refused': (numRuns) =>
    fc.assert(
      fc.property(netrcLike, dialect, values, (given, name, wanted) => {
        const document = parse(given, { dialect: name })
        const changed = attempt(() => setEntry(document, wanted, { dialects: [name] }))
        if (changed === undefined) return
        const again = parse(stringify(changed), { dialect: name })
        const found = findEntry(again, wanted)
        if (!wanted.password && !found?.login) return
        expect(found?.password ?? '').toBe(wanted.password)
        if (wanted.login !== undefined) expect(found?.login ?? '').toBe(wanted.login)
        // What an edited document says is what its text says.
        expect(entries(changed)).toEqual(entries(again))
      }),
      { numRuns },
    ),

  'an edit changes no answer about another machine, for curl and Python neither': (numRuns) =>
    fc.assert(
      fc.property(netrcLike, values, fc.boolean(), (given, wanted, isSet) => {
        const document = parse(given)
        const changed = attempt(() =>
          isSet ? setEntry(document, wanted) : removeEntry(document, wanted),
        )
        if (changed === undefined) return
        const after = stringify(changed)
        for (const host of ['h.example', 'a.example', 'z.example', 'h', 'default']) {
          if (host === wanted.host) continue
          for (const name of ['consensus', 'curl', 'python'] as const) {
            const before = lookUp(parse(given, { dialect: name }), host)
            if (before === 'error') continue
            expect(lookUp(parse(after, { dialect: name }), host)).toEqual(before)
          }
        }
      }),
      { numRuns },
    ),

  'setting a value changes its characters alone, adding adds only': (numRuns) =>
    fc.assert(
      fc.property(netrcLike, values, (given, wanted) => {
        const document = parse(given)
        const changed = attempt(() => setEntry(document, wanted))
        if (changed === undefined) return
        const after = stringify(changed)
        const kept = commonLength(given, after)
        const old = given.slice(kept.start, given.length - kept.end)
        const isAdded = entries(changed).length > entries(document).length
        // Blanks between two changed values may lie in the middle; line ends and comments must not go.
        expect(old.replaceAll(/[^\n#]/g, '').length).toBeLessThanOrEqual(isAdded ? 0 : old.length)
        if (isAdded) expect(old).toBe('')
        expect(after.split('\n').length).toBeGreaterThanOrEqual(given.split('\n').length)
      }),
      { numRuns },
    ),

  'what is removed is gone, and nothing is removed twice': (numRuns) =>
    fc.assert(
      fc.property(netrcLike, query, (given, asked) => {
        const document = parse(given)
        const changed = attempt(() => removeEntry(document, asked))
        if (changed === undefined) return
        expect(removeEntry(changed, asked)).toBe(changed)
        const found = attempt(() => findEntry(changed, asked))
        if (found !== undefined && asked.login === undefined) expect(found.isDefault).toBe(true)
        expect(given).toSatisfy((whole: string) => isSubsequence(stringify(changed), whole))
      }),
      { numRuns },
    ),

  'an entry that was added and removed leaves the others as they were': (numRuns) =>
    fc.assert(
      fc.property(netrcLike, (given) => {
        const before = `${given}\nmachine last.example login u password p\n`
        const added = attempt(() =>
          setEntry(parse(before), { host: 'new.example', login: 'u', password: 'p' }),
        )
        const removed = added && attempt(() => removeEntry(added, { host: 'new.example' }))
        if (removed !== undefined) expect(sayings(removed)).toEqual(sayings(parse(before)))
      }),
      { numRuns },
    ),
}

/** The answer in short; `error` when the dialect gives none. */
function lookUp(document: NetrcDocument, host: string, login?: string): unknown {
  try {
    const found = findEntry(document, { host, ...(login !== undefined && { login }) })
    return found && { login: found.login, password: found.password, isDefault: found.isDefault }
  } catch (error) {
    if (error instanceof NetrcError) return 'error'
    throw error
  }
}

/** What the entries say, wherever they stand. */
function sayings(document: NetrcDocument): unknown {
  return entries(document).map(({ line: _line, column: _column, ...saying }) => saying)
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof NetrcError) return undefined
    throw error
  }
}

function commonLength(one: string, other: string): { start: number; end: number } {
  const most = Math.min(one.length, other.length)
  let start = 0
  while (start < most && one[start] === other[start]) start++
  let end = 0
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end++
  return { start, end }
}

function isSubsequence(part: string, whole: string): boolean {
  let at = 0
  for (const letter of whole) if (part.startsWith(letter, at)) at += letter.length
  return at === part.length
}
