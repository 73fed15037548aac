import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { run } from './stage.ts'

/** The words of every command, found as a person finds them: in the list of the help above it. */
async function commandsBelow(words: readonly string[]): Promise<readonly (readonly string[])[]> {
  const { code, stdout, stderr } = await run([...words, '--help'], { columns: 100 })
  expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: '' })
  const list = /^Commands:\n((?: {2}.*\n)+)/m.exec(stdout)?.[1] ?? ''
  const names = [...list.matchAll(/^ {2}([a-z]+)/gm)].flatMap(([, name = '']) => name)
  const below = names.filter((name) => name !== 'help').map((name) => [...words, name])
  return [words, ...(await Promise.all(below.map(commandsBelow))).flat()]
}

async function everyHelp(): Promise<readonly (readonly [words: string, text: string])[]> {
  const commands = await commandsBelow([])
  return Promise.all(
    commands.map(async (words) => {
      const { stdout } = await run([...words, '--help'], { columns: 100 })
      return [['wellkey', ...words].join(' '), stdout] as const
    }),
  )
}

describe('the help', () => {
  test.for([['netrc'], ['netrc', 'get'], ['query', 'select']])(
    'of `help %s %s` is that of the command itself',
    async (words) => {
      const asked = await run(['help', ...words])
      expect(asked).toEqual(await run([...words, '--help']))
      expect(asked).toMatchObject({ code: 0, stderr: '' })
      expect(asked.stdout).toContain(`Usage: wellkey ${words.join(' ')} `)
    },
  )

  test('of every command is as reviewed', async () => {
    const texts = await everyHelp()
    const page = texts.map(([words, text]) => `$ ${words} --help\n${text.trimEnd()}\n`).join('\n')
    await expect(page).toMatchFileSnapshot('./help.snapshot.txt')
  })

  test('of every command has a description, and an example below the top', async () => {
    for (const [words, text] of await everyHelp()) {
      expect(text).toMatch(/^Usage: wellkey.*\n\n\S/)
      if (words === 'wellkey') continue
      expect(`${words}\n${text}`).toMatch(/^Examples?:\n {2}\S/m)
    }
  })

  test('is on the page docs/cli.md: every command with every option, and no other', async () => {
    const page = await readFile(new URL('../../../docs/cli.md', import.meta.url), 'utf8')
    const from = page.indexOf('## Every command and option')
    const documented = new Map<string, readonly string[]>()
    for (const [, words = '', cells = ''] of page
      .slice(from)
      .matchAll(/^\| `(wellkey[^`]*)` \| (.*) \|$/gm)) {
      documented.set(
        words,
        [...cells.matchAll(/`(--[a-z-]+)`/g)].map(([, name = '']) => name),
      )
    }
    const known = new Map<string, readonly string[]>()
    for (const [words, text] of await everyHelp()) {
      if (/^Commands:/m.test(text)) continue
      const usage = /^Usage: (.*)$/m.exec(text)?.[1] ?? words
      const options = [...text.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(
        ([, name = '']) => name,
      )
      known.set(
        usage.replace(' [options]', ''),
        options.filter((name) => name !== '--help'),
      )
    }
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(known))
  })
})
