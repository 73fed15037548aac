import { readFile } from 'node:fs/promises'

import { describe, expect, test } from 'vitest'

import { createServer } from '@wellkey/server'

import { actions } from '../src/actions/action-list.ts'
import { davMethods } from '../src/webdav/dav-listing.ts'
import { send } from './browser.ts'

const text = await readFile(new URL('../../../docs/server.md', import.meta.url), 'utf8')
const section = /\n## Endpoints\n([^]*?)\n`query-selectRows`:/.exec(text)?.[1] ?? ''
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Endpoint'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))

/** Returns the names in a cell; one without a controller has that of the name before. */
function namesIn(cell: string): readonly string[] {
  let controller = ''
  return [...cell.matchAll(/`([\w-]+)`/g)].map(([, name = '']) => {
    const dash = name.lastIndexOf('-')
    if (dash < 0) return `${controller}-${name}`
    controller = name.slice(0, dash)
    return name
  })
}

const documented = new Map(
  rows
    .filter(([first = '']) => !first.includes('_webdav'))
    .flatMap(([first = '', methods = '']) =>
      namesIn(first).map((name) => [name, methods] as const),
    ),
)

describe('the table of endpoints in docs/server.md', () => {
  test('names every action there is, and no other, each once', () => {
    const named = rows.flatMap(([first = '']) => (first.includes('_webdav') ? [] : namesIn(first)))
    expect(named.toSorted()).toEqual(actions.map(({ name }) => name).toSorted())
  })

  test.each(actions.map(({ name, method, csrf }) => ({ name, method, csrf })))(
    'tells the methods of $name',
    ({ name, method, csrf }) => {
      const said = documented.get(name) ?? ''
      expect(said.includes('POST')).toBe(true)
      expect(said.includes('GET')).toBe(method === 'read')
      expect(said.includes('no CSRF token')).toBe(csrf === 'never')
    },
  )

  test('names every method of WebDAV', () => {
    const [, methods = ''] = rows.find(([first = '']) => first.includes('_webdav')) ?? []
    const said = [...methods.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
    expect(said.toSorted()).toEqual(davMethods.split(', ').toSorted())
  })

  test('knows what a method that is not there is answered with', async () => {
    const server = createServer({ users: [], containers: [{ path: '/Lab', guestRead: true }] })
    for (const { name, method } of actions.filter((action) => action.method === 'write')) {
      const { status, headers } = await send(server, `/Lab/${name}.api`)
      // Some actions are not there in every release, and say so first.
      expect([name, method, status, headers.get('Allow')]).toEqual([name, 'write', 405, 'POST'])
    }
  })
})
