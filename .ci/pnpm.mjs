// Runs one script of package.json with the pinned pnpm, so that Node and npm are all a clone needs.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const root = new URL('..', import.meta.url)
const pnpm = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')).packageManager

if (!existsSync(new URL('node_modules/.modules.yaml', root))) {
  console.error('Installing dependencies (only the first time, up to a minute)')
}
// npm names its own command line program here; through it no shell is needed, on Windows neither.
const npm = process.env.npm_execpath
const quietly = ['exec', '--yes', '--prefer-offline', '--loglevel=error', '--', pnpm, '--silent']
const [program, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
const { status, error } = spawnSync(
  program,
  [...first, ...quietly, 'run', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
)
if (error) console.error(`Cannot run npm: ${error.message}`)
process.exitCode = status ?? 1
