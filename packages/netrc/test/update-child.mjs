// Run by the tests in a process of its own: update-child.mjs FILE NAME COUNT; NAME remove takes the entry out.
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { argv, exit, stdin } from 'node:process'
import { editNetrc, removeEntry, setEntry } from '@wellkey/netrc'

const [, , file = '', name = '', count = '1'] = argv
const host = 'same.example'
writeSync(1, 'R')
await once(stdin, 'data')
try {
  for (let at = 0; at < Number(count); at++) {
    await editNetrc(file, (document) =>
      name === 'remove'
        ? removeEntry(document, { host })
        : setEntry(document, { host, login: 'u', password: `${name}-${at}` }),
    )
  }
} catch (error) {
  writeSync(1, `${error.code}: ${error.message}`)
  exit(7)
}
exit(0)
