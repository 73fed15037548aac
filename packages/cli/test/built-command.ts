import { fileURLToPath } from 'node:url'

const isDist = process.env['TEST_DIST'] === '1'

/** The command as it ships, or its source. */
export const main: string = fileURLToPath(
  new URL(isDist ? '../dist/start/main.cjs' : '../src/main.ts', import.meta.url),
)

/** What Node needs to run it. */
export const flags: readonly string[] = isDist
  ? []
  : ['--conditions=@wellkey/source', '--import', fileURLToPath(import.meta.resolve('tsx'))]
