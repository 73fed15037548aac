// Run by the tests in a process of its own that ends in the middle of an edit: exit-child.mjs FILE WHEN.
import { unlinkSync, writeFileSync } from 'node:fs'
import { argv, exit } from 'node:process'
import { editNetrc, nodeFs, setEntry } from '@wellkey/netrc'

const [, , file = '', when = ''] = argv
const change = (document) => {
  if (when === 'robbed of its lock') {
    unlinkSync(`${file}.lock`)
    writeFileSync(`${file}.lock`, 'somebody else')
  }
  if (when !== 'written') exit(0)
  return setEntry(document, { host: 'h.example', login: 'u', password: 'p' })
}
await editNetrc(file, change, { fs: { ...nodeFs, fsync: () => exit(0) } })
