import { randomBytes } from 'node:crypto'
import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import * as peer from 'netrc-parser'
import { describe, expect, test } from 'vitest'
import * as ours from '@wellkey/netrc/compat'

import { afterEdit, type Library } from './compat-library.ts'
import { forEachTest } from './made-netrc.ts'

const isPosix = process.platform !== 'win32'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made), { name: 'netrc', text: undefined })

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
    expect(await afterEdit(file, ours, before, edit)).toBe(after)
    expect(await afterEdit(file, peer, before, edit)).not.toBe(after)
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
    expect(await afterEdit(file, peer, '', set)).toContain('\nmachine evil.example')
    await expect(afterEdit(file, ours, '', set)).rejects.toMatchObject({ code: 'ERR_NETRC_VALUE' })
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

function setA(machines: ours.Machines): void {
  const { a } = machines
  if (a === undefined) machines['a'] = { password: 'new' }
  else a.password = 'new'
}
