// Sends a folder's files to the server, those that are not there yet or have changed. Nothing is deleted.
// node sync-files.ts ./results
import { createClient, exitCodeOf } from '@wellkey/client'

const folder = process.argv[2]
try {
  if (folder === undefined) throw new Error('Say which folder: node sync-files.ts ./results')
  const { files } = createClient({ container: '/Open Data' })
  const { steps, same, bytes } = await files.sync({
    direction: 'upload',
    folder,
    path: 'results',
    onProgress: ({ step, done, total }) =>
      console.log(`${done}/${total} ${step.does} ${step.path}`),
  })
  for (const { path, why } of steps) if (why !== undefined) console.warn(`${path}: ${why}`)
  console.log(`${bytes} bytes sent, ${same} files the same`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = exitCodeOf(error)
}
