import { parse as parsePeer } from 'netrc-parser'
import { describe, expect, test } from 'vitest'
import { findEntry, parse } from '@wellkey/netrc'

describe('findEntry() where netrc-parser 3.1.6 fails', () => {
  test.for([
    { name: 'three lines at the start of the line', text: 'machine h\nlogin u\npassword p\n' },
    { name: 'CRLF', text: 'machine h\r\n  login u\r\n  password p\r\n' },
    { name: 'two blanks', text: 'machine h  login u  password p\n' },
    {
      name: 'two machines on a line',
      text: 'machine a login x password y machine h login u password p\n',
    },
  ])('reads $name', ({ text }) => {
    expect(findEntry(parse(text), { host: 'h' })).toMatchObject({ login: 'u', password: 'p' })
    expect(readByPeer(text)).not.toEqual({ login: 'u', password: 'p' })
  })

  test('agrees with it on what it reads right', () => {
    const text = 'machine h\n  login u\n  password p\n'
    expect(readByPeer(text)).toEqual({ login: 'u', password: 'p' })
    expect(findEntry(parse(text), { host: 'h' })).toMatchObject({ login: 'u', password: 'p' })
  })
})

function readByPeer(text: string): unknown {
  const { login, password } = parsePeer(text)['h'] ?? {}
  return { login, password }
}
