// One call of each kind with the installed packages, on any runtime. Standard input: {"baseUrl", "apiKey"} as JSON.
import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { createClient } from '@wellkey/client'
import { fromValue } from '@wellkey/credentials'
import { findEntry, parse, stringify } from '@wellkey/netrc'

const { baseUrl, apiKey } = JSON.parse(await text(process.stdin))

const source = '# work\nmachine labkey.example\nlogin apikey\npassword abc\n'
const document = parse(source)
assert.equal(stringify(document), source)
assert.equal(findEntry(document, { host: 'labkey.example' })?.password, 'abc')

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
console.log(`netrc parsed, ${user.email} selected ${rows.length} rows`)
