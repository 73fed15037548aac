// The short way through the usual part of a file reads what the long way reads. A tab anywhere makes a text unusual.
import { entries, findEntry, parse, setEntry, stringify } from '@wellkey/netrc'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const words = [
  'machine',
  'login',
  'password',
  'machine h',
  'login l',
  'password p',
  'machine h login l password p\n',
  'machine h\n  login l\n  password p\n',
  'account a',
  'user',
  'passwd x',
  'default',
  'port 22',
  'machin',
  'machines',
  'Machine',
  'logi',
  'logins',
  'passwor',
  'passwords',
  // Each has the bits of a keyword.
  'mac\u6368ine',
  '\u6d61chine',
  '\u{6c6f}gin',
  'pass\u776frd',
  'login\u0001',
  '\u0000',
  '#',
  '# note\n',
  '"',
  '"a b"',
  '"machine"',
  '\\',
  'é',
  '\ud800',
  '\ufeff',
  'x'.repeat(23),
  'x'.repeat(24),
  'x'.repeat(25),
  'k'.repeat(64),
]
const gaps = [' ', '\n', '  ', '\n\n', ' \n ', '']

const file = fc
  .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(...gaps)), { maxLength: 24 })
  .map((pieces) => pieces.flat().join(''))

function readingOf(text: string) {
  const document = parse(text)
  const trying = <Result>(work: () => Result): Result | string => {
    try {
      return work()
    } catch (error) {
      return String(error)
    }
  }
  const found = ['h', 'l', 'machine', 'login'].map((host) =>
    trying(() => findEntry(document, { host })),
  )
  const changed = trying(() =>
    stringify(setEntry(document, { host: 'h', account: 'new' })).replaceAll('\t', ' '),
  )
  return { entries: entries(document), diagnostics: document.diagnostics, found, changed }
}

test('both ways read the same', () => {
  fc.assert(
    fc.property(file, (text) => {
      expect(readingOf(`${text}\n `)).toEqual(readingOf(`${text}\n\t`))
    }),
    { numRuns: 5000 },
  )
}, 60_000)

test.each([
  'mac\u6368ine h login l password p',
  'machine h \u6c6fgin l',
  'machine h pass\u776frd p',
])('a word that has the bits of a keyword is none: %j', (text) => {
  expect(readingOf(`${text}\n `)).toEqual(readingOf(`${text}\n\t`))
  expect(findEntry(parse(text), { host: 'h' })?.password).toBeUndefined()
})
