// One call of each kind with the installed packages, on any runtime. Standard input: {"baseUrl", "apiKey"} as JSON.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createClient } from '@wellkey/client'
import { fromValue } from '@wellkey/credentials'
import { editNetrc, findEntry, parse, readNetrc, setEntry, stringify } from '@wellkey/netrc'
import { Netrc } from '@wellkey/netrc/compat'

const { baseUrl, apiKey } = JSON.parse(await text(process.stdin))

const source = '# work\nmachine labkey.example\nlogin apikey\npassword abc\n'
const document = parse(source)
assert.equal(stringify(document), source)
assert.equal(findEntry(document, { host: 'labkey.example' })?.password, 'abc')

const folder = mkdtempSync(join(tmpdir(), 'wellkey-smoke-'))
try {
  const file = join(folder, '.netrc')
  const host = 'labkey.example'
  await editNetrc(file, (old) => setEntry(old, { host, login: 'apikey', password: 'abc' }))
  assert.equal(findEntry(await readNetrc(file), { host })?.password, 'abc')
  const compat = new Netrc(file)
  compat.loadSync()
  const machine = compat.machines[host]
  assert.ok(machine)
  machine.password = 'new'
  compat.saveSync()
  assert.equal(findEntry(await readNetrc(file), { host })?.password, 'new')
} finally {
  rmSync(folder, { recursive: true })
}

const labkey = createClient({
  baseUrl,
  container: '/Open Data',
  credentials: fromValue({ secret: apiKey }),
})
const user = await labkey.security.whoAmI()
const { rows } = await labkey.query.selectRows({
  schemaName: 'lists',
  queryName: 'Patients',
  maxRows: 3,
})
assert.equal(rows.length, 3)
console.log(`netrc parsed and saved, ${user.email} selected ${rows.length} rows`)
