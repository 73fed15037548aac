// Run by the tests in a thread of its own: saves `machine NAME-N.example` COUNT times.
import { workerData } from 'node:worker_threads'
import { editNetrc, setEntry } from '@wellkey/netrc'

const { file, name, count } = workerData
for (let at = 0; at < count; at++) {
  await editNetrc(file, (document) =>
    setEntry(document, { host: `${name}-${at}.example`, login: 'u', password: 'p' }),
  )
}
