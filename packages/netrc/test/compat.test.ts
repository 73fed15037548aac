import { execFileSync, spawnSync } from 'node:child_process'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as peer from 'netrc-parser'
import { describe, expect, test } from 'vitest'
import defaultNetrc, * as ours from '@wellkey/netrc/compat'

import { afterEdit, indented, type Library } from './compat-library.ts'
import { forEachTest } from './made-netrc.ts'

const isPosix = process.platform !== 'win32'
const hasGpg = spawnSync('gpg', ['--version']).error === undefined

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made), { name: 'netrc', text: undefined })

describe('compat does what netrc-parser documents and gets right', () => {
  test.for<{ name: string; before: string; edit: (machines: ours.Machines) => void }>([
    { name: 'nothing', before: indented, edit: () => undefined },
    {
      name: 'a value by assignment',
      before: indented,
      edit: (machines) => {
        const { b } = machines
        if (b !== undefined) b.login = 'new'
      },
    },
    {
      name: 'several values at once',
      before: indented,
      edit: (machines) => {
        machines['a'] = { login: 'l', password: 'p' }
      },
    },
    {
      name: 'a new property',
      before: 'machine a login la password pa\nmachine b login lb password pb\n',
      edit: (machines) => {
        const { b } = machines
        if (b !== undefined) b.account = 'acc'
      },
    },
    {
      name: 'a property of any name',
      before: indented,
      edit: (machines) => {
        const { a } = machines
        if (a !== undefined) a['method'] = 'interactive'
      },
    },
    {
      name: 'a new machine, in the layout of the last one',
      before: indented,
      edit: (machines) => {
        machines['c'] = { login: 'lc', password: 'pc' }
      },
    },
    {
      name: 'a machine with a password only',
      before: 'machine u login foo password pass\n',
      edit: (machines) => {
        machines['foo'] = { password: 'uu' }
      },
    },
    {
      name: 'a property by undefined, and one by delete',
      before: indented,
      edit: (machines) => {
        const { a, b } = machines
        if (a !== undefined) a.password = undefined
        if (b !== undefined) delete b.login
      },
    },
    {
      name: 'a machine by delete',
      before: indented,
      edit: (machines) => {
        delete machines['a']
      },
    },
    {
      name: 'a machine by undefined',
      before: indented,
      edit: (machines) => {
        Object.assign(machines, { b: undefined })
      },
    },
    {
      name: 'the name of a machine',
      before: indented,
      edit: (machines) => {
        const { a } = machines
        if (a !== undefined) a['host'] = 'z'
      },
    },
    {
      name: 'nothing that is not there',
      before: indented,
      edit: (machines) => {
        delete machines['nobody']
        Object.assign(machines, { nobody: undefined })
      },
    },
  ])('changes $name', async ({ before, edit }) => {
    const theirs = await afterEdit(file, peer, before, edit)
    expect(await afterEdit(file, ours, before, edit)).toBe(theirs)
    expect(await afterEdit(file, ours, before, edit, true)).toBe(theirs)
  })

  test.for<Library>([ours, peer])('reads as an object does', ({ parse }) => {
    const machines = parse(`${indented}# end\n`)
    expect(Object.keys(machines)).toEqual(['a', 'b'])
    expect(machines['a']).toMatchObject({ login: 'la', password: 'pa' })
    expect(machines['a']?.['host']).toBe('a')
    expect(Object.keys(machines['a'] ?? {})).toEqual(['login', 'password'])
    expect(machines['nobody']).toBeUndefined()
    expect('a' in machines).toBe(true)
    expect('nobody' in machines).toBe(false)
    expect(Symbol('x') in machines).toBe(false)
    expect(machines['a']?.['nothing']).toBeUndefined()
    expect(Reflect.get(machines, Symbol('x'))).toBeUndefined()
    expect({ ...machines['b'] }).toEqual({ login: 'lb', password: 'pb' })
  })

  test.for<Library>([ours, peer])(
    'takes a file that is not there for an empty one, and makes it with mode 0600',
    async (library) => {
      const set = (machines: ours.Machines): void => {
        machines['foo'] = { login: 'u', password: 'p' }
      }
      const text = await afterEdit(file, library, undefined, set)
      expect(text.split(/\s+/).filter(Boolean)).toEqual([
        'machine',
        'foo',
        'login',
        'u',
        'password',
        'p',
      ])
      if (isPosix) expect((await stat(file)).mode & 0o777).toBe(0o600)
    },
  )

  test.for<Library>([ours, peer])(
    'names the file in the detail of a read error',
    async ({ Netrc }) => {
      const detail = `Error occurred during reading netrc file: ${folder}`
      await expect(new Netrc(folder).load()).rejects.toMatchObject({ detail })
      expect(() => new Netrc(folder).loadSync()).toThrow(expect.objectContaining({ detail }))
    },
  )

  test('exports the instance for the home folder as default, and looks where netrc-parser looks', () => {
    expect(defaultNetrc).toBeInstanceOf(ours.Netrc)
    expect(ours.netrc).toBe(defaultNetrc)
    expect(defaultNetrc.file).toBe(new peer.Netrc().file)
    expect(Object.keys(peer).filter((name) => name !== 'default' && !(name in ours))).toEqual([
      ...(Object.keys(peer).includes('module.exports') ? ['module.exports'] : []),
      ...(Object.keys(peer).includes('__esModule') ? ['__esModule'] : []),
    ])
  })
})

describe('compat', () => {
  test('saves what was parsed from a text as a whole', async () => {
    await writeFile(file, 'machine old login u\n', { mode: 0o600 })
    const netrc = new ours.Netrc(file)
    netrc.machines = ours.parse('machine new login u\n')
    await netrc.save()
    expect(await readFile(file, 'utf8')).toBe('machine new login u\n')
  })

  test('refuses machines that it did not make', async () => {
    const netrc = new ours.Netrc(file)
    netrc.machines = {}
    await expect(netrc.save()).rejects.toThrow(TypeError)
    expect(() => netrc.saveSync()).toThrow(TypeError)
  })

  test('goes on from what it saved', async () => {
    await writeFile(file, indented, { mode: 0o600 })
    const netrc = new ours.Netrc(file)
    netrc.loadSync()
    setA(netrc.machines)
    netrc.saveSync()
    delete netrc.machines['b']
    netrc.saveSync()
    expect(await readFile(file, 'utf8')).toBe('machine a # foo\n  login la\n  password new\n')
  })

  test.skipIf(!hasGpg)('reads and writes .gpg, both ways (needs gpg)', async () => {
    const home = join(folder, 'gnupg')
    execFileSync('mkdir', ['-m', '700', home])
    const old = process.env['GNUPGHOME']
    process.env['GNUPGHOME'] = home
    try {
      const make = [
        '--batch',
        '--quiet',
        '--passphrase',
        '',
        '--quick-generate-key',
        'me@example.test',
      ]
      execFileSync('gpg', make, { stdio: 'ignore' })
      const plain = 'machine a\n  login u\n  password p\n'
      const cipher = execFileSync('gpg', ['-a', '--batch', '--default-recipient-self', '-e'], {
        input: plain,
        stdio: ['pipe', 'pipe', 'ignore'],
      })
      const path = `${file}.gpg`
      await writeFile(path, cipher, { mode: 0o600 })
      const netrc = new ours.Netrc(path)
      netrc.loadSync()
      expect(netrc.machines['a']).toMatchObject({ login: 'u', password: 'p' })
      setA(netrc.machines)
      netrc.saveSync()
      await netrc.load()
      expect(netrc.machines['a']?.password).toBe('new')
      netrc.machines['b'] = { login: 'v', password: 'q' }
      await netrc.save()
      const text = await readFile(path, 'utf8')
      expect(text).toContain('-----BEGIN PGP MESSAGE-----')
      const again = new ours.Netrc(path)
      again.loadSync()
      expect(Object.keys(again.machines)).toEqual(['a', 'b'])
    } finally {
      spawnSync('gpgconf', ['--kill', 'gpg-agent'])
      if (old === undefined) delete process.env['GNUPGHOME']
      else process.env['GNUPGHOME'] = old
    }
  })
})

function setA(machines: ours.Machines): void {
  const { a } = machines
  if (a === undefined) machines['a'] = { password: 'new' }
  else a.password = 'new'
}
