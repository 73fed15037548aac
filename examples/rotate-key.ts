// Replaces the API key in the netrc file by a new one. There is a working key in the file at every moment.
// node rotate-key.ts 12, where 12 is the number of the old key in `wellkey keys list`
import { createClient, exitCodeOf } from '@wellkey/client'
import { editNetrc, locateNetrc, setEntry } from '@wellkey/netrc'

try {
  const rowId = Number(process.argv[2] ?? Number.NaN)
  const labkey = createClient()
  const credential = await labkey.credential()
  const host = new URL(credential?.origin ?? '').hostname
  const { user, oldKeyDeleted } = await labkey.keys.rotate({
    rowId,
    store: async ({ key }) => {
      const entry = { host, login: 'apikey', password: key.reveal() }
      await editNetrc(locateNetrc(), (document) => setEntry(document, entry))
    },
  })
  console.log(
    `The new key of ${user.email} is stored; the old one is ${oldKeyDeleted ? 'deleted' : 'still valid'}`,
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = exitCodeOf(error)
}
