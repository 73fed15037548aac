// What compat changes in awkward files: names, repeated properties, other entries of the machine.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Netrc, parse, type Machines } from '@wellkey/netrc/compat'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wellkey-compat-'))
  file = join(folder, 'netrc')
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

function loaded(before: string | Uint8Array): Netrc {
  writeFileSync(file, before, { mode: 0o600 })
  const netrc = new Netrc(file)
  netrc.loadSync()
  return netrc
}

function edited(before: string | Uint8Array, edit: (machines: Machines) => unknown): string {
  const netrc = loaded(before)
  edit(netrc.machines)
  netrc.saveSync()
  return readFileSync(file, 'latin1')
}

const setLogin = ({ a }: Machines): void => {
  if (a !== undefined) a.login = 'new'
}

describe('compat edits', () => {
  test.for<{
    name: string
    before: string
    edit: (machines: Machines) => unknown
    after: string
  }>([
    {
      name: 'a new login goes in front of the password',
      before: 'machine a\n  password p\n',
      edit: setLogin,
      after: 'machine a\n  login new\n  password p\n',
    },
    {
      name: 'only the first entry of a machine gets a new property',
      before: 'machine a\n  password p\nmachine a\n  password q\n',
      edit: setLogin,
      after: 'machine a\n  login new\n  password p\nmachine a\n  password q\n',
    },
    {
      name: 'a property that is repeated goes each time',
      before: 'machine a\n  login u\n  account x\n  account y\n',
      edit: ({ a }) => a !== undefined && delete a.account,
      after: 'machine a\n  login u\n',
    },
    {
      name: 'of a property that is repeated the last one counts, and is set',
      before: 'machine a\n  login u\n  login v\n',
      edit: setLogin,
      after: 'machine a\n  login u\n  login new\n',
    },
    {
      name: 'all entries of a machine go with it',
      before: 'machine a\n  login u\nmachine b\n  login v\nmachine a\n  login w\n',
      edit: (machines) => delete machines['a'],
      after: 'machine b\n  login v\n',
    },
    {
      name: 'a machine is found whatever the case of its name',
      before: 'machine A.Example\n  login u\n',
      edit: (machines) => {
        const machine = machines['a.example']
        if (machine !== undefined) machine.login = 'new'
      },
      after: 'machine A.Example\n  login new\n',
    },
    {
      name: 'the host in the properties of a new machine is no property',
      before: '',
      edit: (machines) => {
        machines['a'] = { host: 'a', login: 'u' }
      },
      after: 'machine a\n  login u\n',
    },
    {
      name: 'a machine is edited on after it was renamed',
      before: 'machine a\n  login u\n',
      edit: (machines) => {
        const { a } = machines
        if (a === undefined) return
        a['host'] = 'z'
        a.login = 'new'
        expect(machines['z']).toBe(a)
        expect(machines['a']).toBeUndefined()
        expect(a['host']).toBe('z')
      },
      after: 'machine z\n  login new\n',
    },
    {
      name: 'another machine may take the name that was given up',
      before: 'machine a\n  login u\n',
      edit: (machines) => {
        const { a } = machines
        if (a !== undefined) a['host'] = 'z'
        machines['a'] = { login: 'second' }
        expect(machines['a']?.login).toBe('second')
        expect(a?.login).toBe('u')
      },
      after: 'machine z\n  login u\nmachine a\n  login second\n',
    },
    {
      name: 'a machine of the name that stands in for others is left alone',
      before: 'machine a\n  password p\nmachine stand-in.invalid\n  password q\n',
      edit: setLogin,
      after: 'machine a\n  login new\n  password p\nmachine stand-in.invalid\n  password q\n',
    },
    {
      name: 'a machine of that name stays when another goes',
      before: 'machine a\n  login u\nmachine stand-in.invalid\n  login v\n',
      edit: (machines) => delete machines['a'],
      after: 'machine stand-in.invalid\n  login v\n',
    },
    {
      name: 'default is no machine, named or not',
      before: 'default\n  login d\n',
      edit: (machines) => {
        expect(Object.keys(machines)).toEqual([])
        delete machines['default']
        delete machines['']
      },
      after: 'default\n  login d\n',
    },
    {
      name: 'words make a property in pairs, on one line and side by side only',
      before: 'machine a\n  login u\n  one\n  two 2\n  three login v four\n',
      edit: ({ a }) => expect(Object.keys(a ?? {})).toEqual(['login', 'two']),
      after: 'machine a\n  login u\n  one\n  two 2\n  three login v four\n',
    },
    {
      name: 'a new property of any name comes in the layout of the last one, without its empty line',
      before: 'machine a\r\n  login u\r\n\r\n  password p\r\n',
      edit: ({ a }) => {
        if (a !== undefined) a['method'] = 'x'
      },
      after: 'machine a\r\n  login u\r\n\r\n  password p\r\n  method x\r\n',
    },
    {
      name: 'a value with blanks is written in quotes, and read without them',
      before: 'machine a\n  login u\n',
      edit: ({ a }) => {
        if (a === undefined) return
        a['method'] = 'x y'
        a['method'] = 'z y'
        expect(a['method']).toBe('z y')
      },
      after: 'machine a\n  login u\n  method "z y"\n',
    },
  ])('$name', ({ before, edit, after }) => {
    expect(edited(before, edit)).toBe(after)
  })

  test('are made in the bytes of a file that is not UTF-8', () => {
    const before = Buffer.from('# M\xfcller\nmachine a\n  login u\n', 'latin1')
    const after = edited(before, ({ a }) => {
      if (a === undefined) return
      a.login = 'n\u00e4me'
      a['host'] = 'b\u00fccher.example'
      expect({ ...a, host: a['host'] }).toEqual({ login: 'n\u00e4me', host: 'b\u00fccher.example' })
    })
    const utf8 = (text: string): string => Buffer.from(text).toString('latin1')
    expect(after).toBe(
      `# M\xfcller\nmachine ${utf8('b\u00fccher.example')}\n  login ${utf8('n\u00e4me')}\n`,
    )
  })

  test('refuse names that would be more than one word', () => {
    const { machines } = loaded('machine a\n  login u\n')
    const { a } = machines
    if (a === undefined) throw new Error('a is gone')
    const refused = expect.objectContaining({ code: 'ERR_NETRC_VALUE' })
    for (const key of ['', 'x y', 'x\nmachine', '#x', '"x', 'x\\', 'a,b']) {
      expect(() => (a[key] = 'v')).toThrow(refused)
    }
    for (const host of ['x y\nmachine b', 'x\ny', 'x\0']) {
      expect(() => (a['host'] = host)).toThrow(refused)
    }
    expect(a['host']).toBe('a')
    expect(Object.keys(machines)).toEqual(['a'])
  })

  test('are made once, however often they are saved', () => {
    const netrc = loaded('machine a\n  login u\n')
    setLogin(netrc.machines)
    netrc.saveSync()
    writeFileSync(file, 'machine a\n  login theirs\n', { mode: 0o600 })
    netrc.saveSync()
    expect(readFileSync(file, 'utf8')).toBe('machine a\n  login theirs\n')
  })

  test('are made once by save() too', async () => {
    const netrc = loaded('machine a\n  login u\n')
    setLogin(netrc.machines)
    await netrc.save()
    writeFileSync(file, 'machine a\n  login theirs\n', { mode: 0o600 })
    await netrc.save()
    expect(readFileSync(file, 'utf8')).toBe('machine a\n  login theirs\n')
  })
})

describe('compat files', () => {
  test('may be longer than readNetrc takes by default', () => {
    const long = `# ${'x'.repeat(2 ** 20)}\nmachine a\n  login u\n`
    expect(edited(long, setLogin)).toBe(long.replace('login u', 'login new'))
  })

  test('that cannot be read are not taken for empty', async () => {
    const netrc = new Netrc(folder)
    expect(() => netrc.loadSync()).toThrow(expect.objectContaining({ code: 'ERR_NETRC_NOT_FILE' }))
    await expect(netrc.load()).rejects.toMatchObject({ code: 'ERR_NETRC_NOT_FILE' })
  })

  test.skipIf(process.platform === 'win32')('are encrypted ones where there is one', () => {
    vi.stubEnv('HOME', folder)
    expect(new Netrc().file).toBe(join(folder, '.netrc'))
    writeFileSync(join(folder, '.netrc.gpg'), '')
    expect(new Netrc().file).toBe(join(folder, '.netrc.gpg'))
  })

  test('are read from a text as they are from a file', () => {
    expect(Object.keys(parse('machine a login u machine b login v\n'))).toEqual(['a', 'b'])
  })
})
