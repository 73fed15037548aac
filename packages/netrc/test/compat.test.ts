import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import * as peer from 'netrc-parser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import defaultNetrc, * as ours from '@wellkey/netrc/compat'

const isPosix = process.platform !== 'win32'
const hasGpg = spawnSync('gpg', ['--version']).error === undefined

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-compat-'))
  file = join(folder, 'netrc')
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const indented =
  'machine a # foo\n  login la\n  password pa\nmachine b\n  login lb\n  password pb\n'

interface Library {
  readonly Netrc: new (file?: string) => {
    file: string
    machines: ours.Machines
    load(): Promise<unknown>
    loadSync(): unknown
    save(): Promise<unknown>
    saveSync(): void
  }
  readonly parse: (body: string) => ours.Machines
}

async function afterEdit(
  { Netrc }: Library,
  before: string | undefined,
  edit: (machines: ours.Machines) => void,
  isSync = false,
): Promise<string> {
  await rm(file, { force: true })
  if (before !== undefined) await writeFile(file, before, { mode: 0o600 })
  const netrc = new Netrc(file)
  if (isSync) netrc.loadSync()
  else await netrc.load()
  edit(netrc.machines)
  if (isSync) netrc.saveSync()
  else await netrc.save()
  return readFile(file, 'utf8')
}

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
    const theirs = await afterEdit(peer, before, edit)
    expect(await afterEdit(ours, before, edit)).toBe(theirs)
    expect(await afterEdit(ours, before, edit, true)).toBe(theirs)
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
      const text = await afterEdit(library, undefined, set)
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

describe('compat does not lose what netrc-parser loses', () => {
  test.for<{
    name: string
    before: string
    edit?: (machines: ours.Machines) => void
    after?: string
  }>([
    { name: 'empty lines', before: 'machine a\n  login u\n\nmachine b\n  login u\n' },
    {
      name: 'CRLF',
      before: 'machine a\r\n  login u\r\n',
      edit: setA,
      after: 'machine a\r\n  login u\r\n  password new\r\n',
    },
    {
      name: 'a byte order mark',
      before: '\ufeffmachine a\n  login u\n  password p\n',
      edit: setA,
      after: '\ufeffmachine a\n  login u\n  password new\n',
    },
    {
      name: 'a second entry of the host',
      before: 'machine a\n  login u\n  password p\nmachine a\n  login v\n  password q\n',
    },
    {
      name: 'a second machine on the line',
      before: 'machine a login u password p machine b login v password q\n',
      edit: setA,
      after: 'machine a login u password new machine b login v password q\n',
    },
    {
      name: 'fields without indentation',
      before: 'machine a\nlogin u\npassword p\n',
      edit: setA,
      after: 'machine a\nlogin u\npassword new\n',
    },
    {
      name: 'a comment behind an entry in one line',
      before: 'machine a login u password p # work\n',
      edit: setA,
      after: 'machine a login u password new # work\n',
    },
    {
      name: 'an entry that is commented out',
      before: '# machine a login u password p\nmachine b login u\n',
    },
    {
      name: 'the order of the fields',
      before: 'machine a\n  password p\n  login u\n',
      edit: setA,
      after: 'machine a\n  password new\n  login u\n',
    },
    {
      name: 'tabs and blanks',
      before: 'machine a\n\tlogin  u\n    password p  \n',
      edit: setA,
      after: 'machine a\n\tlogin  u\n    password new  \n',
    },
    { name: 'a password with #', before: 'machine a login u password p#q\n' },
    { name: 'quoted values', before: 'machine a login u password "p q"\n' },
    {
      name: 'default above, when a machine is deleted',
      before: 'default\n  login d\n\nmachine a\n  login u\n',
      edit: (machines) => delete machines['a'],
      after: 'default\n  login d\n',
    },
    {
      name: 'a machine that is deleted and set again',
      before: 'machine b login u\nmachine a login u password p\n',
      edit: (machines) => {
        delete machines['a']
        machines['a'] = { login: 'x', password: 'y' }
      },
      after: 'machine b login u\nmachine a login x password y\n',
    },
  ])('$name', async ({ before, edit = () => undefined, after = before }) => {
    expect(await afterEdit(ours, before, edit)).toBe(after)
    expect(await afterEdit(peer, before, edit)).not.toBe(after)
  })

  test('bytes that are not UTF-8', async () => {
    const before = Buffer.from('machine a login u password p\n# M\xfcller\n', 'latin1')
    const edited = async ({ Netrc }: Library): Promise<Buffer> => {
      await writeFile(file, before, { mode: 0o600 })
      const netrc = new Netrc(file)
      netrc.loadSync()
      setA(netrc.machines)
      netrc.saveSync()
      return readFile(file)
    }
    expect((await edited(ours)).includes(0xfc)).toBe(true)
    expect((await edited(peer)).includes(0xfc)).toBe(false)
  })

  test('what another program wrote since the file was loaded', async () => {
    const edited = async ({ Netrc }: Library): Promise<string> => {
      await writeFile(file, 'machine a login u password p\n', { mode: 0o600 })
      const netrc = new Netrc(file)
      await netrc.load()
      await writeFile(file, 'machine a login u password p\nmachine other login x password y\n')
      setA(netrc.machines)
      await netrc.save()
      return readFile(file, 'utf8')
    }
    expect(await edited(ours)).toBe(
      'machine a login u password new\nmachine other login x password y\n',
    )
    expect(await edited(peer)).not.toContain('other')
  })

  test('a value with a line end is refused, not written as an entry', async () => {
    const evil = 'p\nmachine evil.example login e password e'
    const set = (machines: ours.Machines): void => {
      machines['a'] = { login: 'u', password: evil }
    }
    expect(await afterEdit(peer, '', set)).toContain('\nmachine evil.example')
    await expect(afterEdit(ours, '', set)).rejects.toMatchObject({ code: 'ERR_NETRC_VALUE' })
    expect(await readFile(file, 'utf8')).toBe('')
  })

  test('machines named as parts of every object', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(ours.parse('')[name]).toBeUndefined()
      expect(ours.parse(`machine ${name} login u password p\n`)[name]?.password).toBe('p')
    }
    expect(typeof peer.parse('')['constructor']).toBe('function')
  })

  test.skipIf(!isPosix)(
    'a mode that others can read by is tightened, a link stays a link',
    async () => {
      const target = join(folder, 'target')
      await writeFile(target, 'machine a login u password p\n')
      await chmod(target, 0o644)
      await symlink('target', file)
      const netrc = new ours.Netrc(file)
      await netrc.load()
      setA(netrc.machines)
      await netrc.save()
      expect((await stat(target)).mode & 0o777).toBe(0o600)
      expect(await readFile(target, 'utf8')).toBe('machine a login u password new\n')
      expect((await readdir(folder)).toSorted()).toEqual(['netrc', 'target'])
    },
  )

  test('secrets do not show when machines are printed', () => {
    const secret = randomBytes(12).toString('hex')
    const machines = ours.parse(`machine a login u password ${secret}\n`)
    const netrc = new ours.Netrc(file)
    netrc.machines = machines
    expect(inspect(netrc, { depth: 9 })).not.toContain(secret)
    expect(inspect(machines['a'])).not.toContain(secret)
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
