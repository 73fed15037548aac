// Installs the dependencies when what is in node_modules was installed from something else.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pin, pnpm } from './pnpm.mjs'

const root = dirname(import.meta.dirname)
const stamp = join(root, 'node_modules/.installed')

/** Returns whether the dependencies are there now; says on stderr what it does and what went wrong. */
export function install() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()) return true

  console.error('Installing the dependencies (the first time up to a minute)')
  const args = [
    'install',
    '--frozen-lockfile',
    // Without a terminal pnpm would refuse to replace a node_modules that another store or version laid.
    '--config.confirmModulesPurge=false',
    // Its own retries would take more than ten minutes to say that there is no network.
    '--config.fetchRetries=1',
    '--config.fetchRetryMintimeout=2000',
    '--config.fetchRetryMaxtimeout=2000',
  ]
  const { code, output } = pnpm(args)
  if (code !== 0) {
    console.error(
      `${output.trim()}\n\nThe dependencies are not installed: ${pin} gave exit code ${code}`,
    )
    console.error(`After a change of dependencies: npx --yes ${pin} install`)
    return false
  }
  writeFileSync(stamp, fingerprint())
  return true
}

// pnpm's own check takes npm two seconds to reach; this takes milliseconds.
function fingerprint() {
  const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name))
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`)
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']) {
    hash.update(readFileSync(join(root, file)))
  }
  for (const folder of packages) {
    const manifest = join(root, folder, 'package.json')
    if (!existsSync(manifest)) continue
    hash.update(`${folder} ${existsSync(join(root, folder, 'node_modules'))}\n`)
    hash.update(readFileSync(manifest))
  }
  return hash.digest('hex')
}
