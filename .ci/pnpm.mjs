// Calls npm, and through it the pnpm that package.json pins, so that Node and npm are all a clone needs.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const root = dirname(import.meta.dirname)

/** @type {{ packageManager: string }} */
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The pin, `pnpm@` and a version. */
export const pin = packageManager

/**
 * Runs the pinned pnpm and returns its exit code with everything it printed.
 *
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {{ code: number, output: string }}
 */
export function pnpm(args, cwd = root) {
  return npm(['exec', '--', pin, ...args], cwd)
}

// `--yes`, because a .npmrc may say `yes=false`. npm's own retries would take minutes to say that there is no network.
const settings = [
  '--yes',
  '--prefer-offline',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
]

/**
 * Runs npm in a folder and returns its exit code with everything it printed.
 *
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {{ code: number, output: string }}
 */
export function npm(args, cwd) {
  const cli = npmCli()
  const [program, first] = cli === undefined ? ['npm', []] : [process.execPath, [cli]]
  const result = spawnSync(program, [...first, ...settings, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (result.error !== undefined) {
    return { code: 1, output: `Cannot run npm: ${result.error.message}\n` }
  }
  return { code: result.status ?? 1, output: result.stdout + result.stderr }
}

// npm's program file needs no shell, on Windows neither, where `npm` itself is a batch file. npm names it to its scripts;
// other package managers name their own there.
function npmCli() {
  const node = dirname(process.execPath)
  const places = [
    process.env['npm_execpath'] ?? '',
    join(node, 'node_modules/npm/bin/npm-cli.js'),
    join(node, '../lib/node_modules/npm/bin/npm-cli.js'),
  ]
  return places.find((place) => basename(place) === 'npm-cli.js' && existsSync(place))
}
