// Run by the tests in a process of its own: loses its lock to another writer in the middle of an edit, and ends.
import { unlinkSync, writeFileSync } from 'node:fs'
import { argv, exit } from 'node:process'
import { editNetrc } from '@wellkey/netrc'

const [, , file = '', isRobbed = ''] = argv
await editNetrc(file, () => {
  if (isRobbed === 'robbed') {
    unlinkSync(`${file}.lock`)
    writeFileSync(`${file}.lock`, 'somebody else')
  }
  exit(0)
})
