// One of many processes that change the same file: contender.mjs ours|bare FILE NAME COUNT; starts on a byte.
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, unlinkSync, writeFileSync, writeSync } from 'node:fs'
import { argv, exit, stdin } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { editNetrc, setEntry } from '@wellkey/netrc'

const [, , kind = '', file = '', name = '', count = '1'] = argv

/** The floor: a lock file made with O_EXCL, and the file written in place without care. */
async function bare(line) {
  const lock = `${file}.lock`
  for (;;) {
    try {
      closeSync(openSync(lock, 'wx', 0o600))
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      await sleep(1 + Math.random() * 8)
    }
  }
  writeFileSync(file, `${readFileSync(file, 'utf8')}${line}\n`)
  unlinkSync(lock)
}

writeSync(1, 'R')
await once(stdin, 'data')
for (let at = 0; at < Number(count); at++) {
  const host = `${name}-${at}.example`
  if (kind === 'bare') await bare(`machine ${host} login u password p`)
  else await editNetrc(file, (document) => setEntry(document, { host, login: 'u', password: 'p' }))
}
exit(0)
