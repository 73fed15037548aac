import { execFile } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { hasColour } from '../src/terminal.ts'
import { flags, main } from './built-command.ts'

describe('hasColour()', () => {
  const screen = { TERM: 'xterm-256color' }
  test.for([
    { environment: screen, isScreen: true, wanted: true },
    { environment: screen, isScreen: false, wanted: false },
    { environment: {}, isScreen: true, wanted: true },
    { environment: { TERM: 'dumb' }, isScreen: true, wanted: false },
    { environment: { ...screen, NO_COLOR: '1' }, isScreen: true, wanted: false },
    { environment: { ...screen, NO_COLOR: '' }, isScreen: true, wanted: true },
    { environment: { FORCE_COLOR: '1' }, isScreen: false, wanted: true },
    { environment: { FORCE_COLOR: '3', TERM: 'dumb' }, isScreen: false, wanted: true },
    { environment: { FORCE_COLOR: '0' }, isScreen: true, wanted: false },
    { environment: { FORCE_COLOR: 'false' }, isScreen: true, wanted: false },
    { environment: { FORCE_COLOR: '' }, isScreen: true, wanted: true },
    { environment: { FORCE_COLOR: '1', NO_COLOR: '1' }, isScreen: true, wanted: false },
  ])('$environment, screen: $isScreen', ({ environment, isScreen, wanted }) => {
    expect(hasColour(environment, () => isScreen)).toBe(wanted)
  })
})

describe('the command', () => {
  /** stderr of a failing command in a pipe. */
  const talk = async (variables: Readonly<Record<string, string>>): Promise<string> => {
    const env = { PATH: process.env['PATH'], HOME: '/nowhere', ...variables }
    return new Promise((resolve) => {
      execFile(process.execPath, [...flags, main, 'netrc', 'list'], { env }, (_, _out, stderr) =>
        resolve(stderr),
      )
    })
  }

  test('writes no escape into a pipe, except when told to', async () => {
    const plain = 'wellkey: There is no netrc file /nowhere/.netrc\n'
    expect(await talk({ TERM: 'xterm-256color' })).toBe(plain)
    expect(await talk({ FORCE_COLOR: '1' })).toBe(
      plain.replace(/^wellkey:/, '\u001b[31m$&\u001b[39m'),
    )
  })
})
