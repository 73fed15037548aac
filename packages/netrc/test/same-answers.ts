// What must hold of a change of layout, and random files to change the layout of.
import fc from 'fast-check'
import { expect } from 'vitest'
import { entries, findEntry, parse, toBytes, type NetrcDocument } from '@wellkey/netrc'

const dialects = ['consensus', 'curl', 'python', 'go', 'inetutils'] as const

/** Every answer of every dialect, asked for by name. */
function answers(document: NetrcDocument, names: readonly (typeof dialects)[number][] = dialects) {
  return names.map((dialect) => {
    const read = parse(toBytes(document), { dialect })
    const hosts = entries(parse(toBytes(document))).flatMap(({ host }) => host ?? [])
    return [...new Set(hosts), 'other.example'].map((host) => {
      try {
        const { login = '', password = '' } = findEntry(read, { host }) ?? {}
        return { dialect, host, login, password }
      } catch {
        return { dialect, host, login: '', password: '' }
      }
    })
  })
}

/** The words of a text, comments and macros among them, with all blanks gone. */
export function inked(text: string): string {
  return text.replaceAll(/[ \t\r\n]+/g, '')
}

/** What a dialect found before it finds after; where it found nothing, only the consensus' answer. */
export function expectSameAnswers(before: NetrcDocument, after: NetrcDocument): void {
  const now = answers(after)
  const [consensus = []] = now
  for (const [at, list] of answers(before).entries()) {
    for (const [number, was] of list.entries()) {
      const is = now[at]?.[number]
      if (was.login !== '' || was.password !== '' || is?.dialect === 'consensus') {
        expect(is).toEqual(was)
      } else if (is !== undefined && (is.login !== '' || is.password !== '')) {
        expect(is).toMatchObject({ ...consensus[number], dialect: is.dialect })
      }
    }
  }
}

export const laidOut: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      'machine a',
      'machine b',
      'login u',
      'login v',
      'password p',
      'password "p q"',
      'default',
      'account x',
      'macdef m',
      '# note',
      '# two words',
      '#',
      '"open',
      'word',
      'port 1',
      ' ',
      '  ',
      '\t',
      '\n',
      '\n',
      '\n  ',
      '\n\n',
      '\r\n',
      '\n \n',
      '\r',
      'login\n',
      'password\n# c d\n',
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(' '))
