// Run by the tests under a limit of descriptors: takes all but SPARE of them, edits FILE, says how it went.
import { openSync, closeSync, readdirSync, writeSync } from 'node:fs'
import { argv, exit } from 'node:process'
import { editNetrc, readNetrc, setEntry } from '@wellkey/netrc'

const [, , file = '', spare = '0'] = argv
const change = (document) => setEntry(document, { host: 'h.example', login: 'u', password: 'k' })
// What Node opens once and keeps must be open before.
await editNetrc(file, (document) => document)
const taken = []
const codes = []
try {
  for (;;) taken.push(openSync('/dev/null', 'r'))
} catch {
  for (const handle of taken.splice(0, Number(spare))) closeSync(handle)
}
for (const work of [() => readNetrc(file), () => editNetrc(file, change)]) {
  await work().then(
    () => codes.push('done'),
    (error) => codes.push(`${error.code} ${error.cause?.code}`),
  )
}
for (const handle of taken) closeSync(handle)
const before = readdirSync('/proc/self/fd').length
const more = await editNetrc(file, (document) => document).then(() => 'done')
const leaked = readdirSync('/proc/self/fd').length - before
writeSync(1, JSON.stringify({ codes, more, leaked, open: before }))
exit(0)
