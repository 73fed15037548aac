// Run by the tests in a thread of its own: saves `machine NAME-N.example` COUNT times.
import { workerData } from 'node:worker_threads'

const { file, name, count, isSource } = workerData
// `--import tsx` reaches the main thread alone.
if (isSource) (await import('tsx/esm/api')).register()
const { editNetrc, setEntry } = await import('@wellkey/netrc')
for (let at = 0; at < count; at++) {
  await editNetrc(file, (document) =>
    setEntry(document, { host: `${name}-${at}.example`, login: 'u', password: 'p' }),
  )
}
