// Run by the tests in a process of its own: adds `machine HOST-N.example` to FILE, COUNT times.
import { argv, stdout } from 'node:process'
import { editNetrc, setEntry } from '@wellkey/netrc'

const [, , file = '', host = '', count = '1', size = '1'] = argv
for (let at = 0; at < Number(count); at++) {
  const password = 'p'.repeat(Number(size))
  try {
    await editNetrc(file, (document) =>
      setEntry(document, { host: `${host}-${at}.example`, login: 'u', password }),
    )
  } catch (error) {
    stdout.write(`${error.code}: ${error.message}\n`)
    process.exitCode = 7
  }
}
