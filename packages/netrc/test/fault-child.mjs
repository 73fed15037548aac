// Run by the tests in a process of its own: loads everything, says R, waits for a byte, edits FILE once.
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { argv, exit, stdin } from 'node:process'
import { editNetrc, setEntry } from '@wellkey/netrc'

const [, , file = '', host = 'added.example'] = argv
writeSync(1, 'R')
await once(stdin, 'data')
let said
let code = 0
try {
  const result = await editNetrc(file, (document) =>
    setEntry(document, { host, login: 'u', password: 'p'.repeat(64) }),
  )
  said = JSON.stringify(result)
} catch (error) {
  said = `${error.code}: ${error.message}`
  code = 7
}
writeSync(1, said)
exit(code)
