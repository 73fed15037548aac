// Reads several queries at once in worker threads. Each finds the key by itself, none is handed to another.
import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { createClient } from '@wellkey/client'

if (isMainThread) {
  const queries = ['Patients', 'Specimens', 'Results']
  const counts = await Promise.all(
    queries.map(async (queryName) => {
      const worker = new Worker(new URL(import.meta.url), { workerData: queryName })
      const [count] = await once(worker, 'message')
      return `${queryName}: ${count} rows`
    }),
  )
  console.log(counts.join('\n'))
} else {
  const labkey = createClient()
  let count = 0
  const rows = labkey.query.streamRows({ schemaName: 'lists', queryName: String(workerData) })
  for await (const _ of rows) count++
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(count)
}
