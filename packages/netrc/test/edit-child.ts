import { fileURLToPath } from 'node:url'

const isDist = process.env['TEST_DIST'] === '1'
const flags = isDist ? [] : ['--conditions=@wellkey/source', '--import', 'tsx']
const script = fileURLToPath(new URL('edit-child.mjs', import.meta.url))

/** The command that adds `machine HOST-N.example` to a file in a process of its own, COUNT times. */
export function editChild(
  file: string,
  host: string,
  ...countAndSize: readonly string[]
): readonly [string, ...string[]] {
  return [process.execPath, ...flags, script, file, host, ...countAndSize]
}

/** The environment for a child whose calls are counted or limited: one thread, no cache of tsx. */
export const bareEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  UV_THREADPOOL_SIZE: '1',
  TSX_DISABLE_CACHE: '1',
}
