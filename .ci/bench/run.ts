// A whole run of the benchmarks: on which machine, with which peers, and what was measured.
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism, cpus, release, type } from 'node:os'
import { join } from 'node:path'
import { root } from '../packages.ts'
import type { Figure } from './figure.ts'

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly node: string
  readonly system: string
  /** Day of the run. */
  readonly date: string
  /** Versions of the packages that are compared with, by name. */
  readonly peers: Readonly<Record<string, string>>
}

export type Measured = Figure & { readonly suite: string }

export interface Run {
  readonly machine: Machine
  readonly figures: readonly Measured[]
}

const peers = ['@streamparser/json', 'axios', 'hono', 'jsonparse', 'undici']

/** The machine, Node and the pinned peers of this moment. */
export function thisMachine(): Machine {
  const catalog = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')
  const versionOf = (name: string): string =>
    new RegExp(`^  '?${name}'?: '?([^'\\s]+)`, 'm').exec(catalog)?.[1] ?? 'not in the catalog'
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    node: process.version,
    system: system(),
    date: new Date().toISOString().slice(0, 10),
    peers: Object.fromEntries(peers.map((name) => [name, versionOf(name)])),
  }
}

/** `Debian GNU/Linux 12 (bookworm), Linux 6.1, x64`. */
function system(): string {
  const facts = '/etc/os-release'
  const text = existsSync(facts) ? readFileSync(facts, 'utf8') : ''
  const name = /^PRETTY_NAME="(.*)"$/m.exec(text)?.[1]
  const kernel = `${type()} ${release().split('.').slice(0, 2).join('.')}`
  return [...(name === undefined ? [] : [name]), kernel, process.arch].join(', ')
}

/** Reads what `--json` printed: the machine in the first line, then a figure a line. */
export function readRun(file: string): Run {
  const [first, ...figures] = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
  if (typeof first !== 'object' || first === null || !('machine' in first)) {
    throw new Error(`${file} does not begin with a machine; write it with --json.`)
  }
  return { machine: first.machine as Machine, figures: figures as Measured[] }
}
