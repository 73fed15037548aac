// Edits a netrc file: every byte but those of the change stays, other programs wait for their turn.
// node edit-netrc.ts FILE
import { editNetrc, entries, findEntry, readNetrc, removeEntry, setEntry } from '@wellkey/netrc'

const file = process.argv[2] ?? 'netrc'
const host = 'labkey.example.org'
const password = process.env['NEW_PASSWORD'] ?? ''

await editNetrc(file, (document) => {
  const set = setEntry(document, { host, login: 'apikey', password })
  return removeEntry(set, { host: 'old.example.org' })
})

const document = await readNetrc(file)
const found = findEntry(document, { host })
console.log(`${host}: login ${found?.login}, line ${found?.line}`)
console.log(
  entries(document)
    .map((entry) => entry.host ?? 'default')
    .join(', '),
)
