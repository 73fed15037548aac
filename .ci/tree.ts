// Checks what lies in the repository: the lock file's sources, the top level, and traces of this machine.
import { readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, relative } from 'node:path'
import { root } from './packages.ts'
import { oneCheck, type StepResult } from './steps.ts'

const topLevel = new Set([
  'docs',
  'examples',
  'LICENSE',
  'package.json',
  'packages',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'README.md',
  'tsconfig.base.json',
])

/** A lock file that names no host installs from whatever registry a machine is set up for. */
export async function checkLockFile(): Promise<StepResult> {
  const lines = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8').split('\n')
  const found = lines.flatMap((line, index) =>
    /https?:/.test(line) ? [`pnpm-lock.yaml:${index + 1}: names an address:${line}`] : [],
  )
  return oneCheck(found.length === 0, found.join('\n'))
}

export async function checkTree(): Promise<StepResult> {
  const ignored = readIgnored()
  const strangers = readdirSync(root)
    .filter((name) => !name.startsWith('.') && !topLevel.has(name) && !isIgnored(name, ignored))
    .map((name) => `${name}: the top level holds ${[...topLevel].join(', ')} and dot files only`)
  const traces = listFiles(root, ignored).flatMap((file) => findTraces(file))
  const found = [...strangers, ...traces]
  return oneCheck(found.length === 0, found.join('\n'))
}

// .gitignore here holds plain names and `*.ending` only, so that this also works on a copy without git.
function readIgnored(): readonly string[] {
  const lines = readFileSync(join(root, '.gitignore'), 'utf8').split('\n')
  return ['.git', ...lines.filter((line) => line !== '')]
}

function isIgnored(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern,
  )
}

function listFiles(folder: string, ignored: readonly string[]): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (isIgnored(entry.name, ignored)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return listFiles(path, ignored)
    return entry.isFile() ? [path] : []
  })
}

function findTraces(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8')
  return [root, homedir()]
    .filter((path) => path.length > 1 && asWhole(path).test(text))
    .map((path) => `${relative(root, file)}: names a path of this machine, ${path}`)
}

/** Matches the path, but neither as a part of a longer name nor inside another path. */
function asWhole(path: string): RegExp {
  const literal = path.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
  return new RegExp(String.raw`(?<![\w./-])${literal}(?![\w.-])`)
}
