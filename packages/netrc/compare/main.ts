// Prints the table of what each netrc library loses, from runs made now: npm run compare.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { libraries } from './libraries.ts'
import { situations } from './situations.ts'

const deadlineMs = 20_000
const child = [
  '--conditions=@wellkey/source',
  '--import',
  'tsx',
  fileURLToPath(new URL('child.ts', import.meta.url)),
]

/** Runs the situations in a child; one that does not answer in time is killed and passed over. */
async function cellsOf(name: string): Promise<readonly string[]> {
  const cells: string[] = []
  while (cells.length < situations.length) {
    const run = spawn(process.execPath, [...child, name, String(cells.length)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const ended = new Promise((resolve) => run.once('close', resolve))
    let timer = setTimeout(() => run.kill('SIGKILL'), deadlineMs)
    for await (const line of createInterface({ input: run.stdout })) {
      clearTimeout(timer)
      timer = setTimeout(() => run.kill('SIGKILL'), deadlineMs)
      cells.push((JSON.parse(line) as { readonly cell: string }).cell)
    }
    clearTimeout(timer)
    await ended
    if (cells.length < situations.length) cells.push(`no end in ${deadlineMs / 1000} s`)
  }
  return cells
}

/** Saves a file of 12 KB where a file may only have 8 KB, and looks at what is left of it. */
function onFullDisk(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-compare-'))
  const file = join(folder, 'netrc')
  const others = Array.from({ length: 300 }, (_, at) => `machine other-${at} login u password p\n`)
  const text = `machine h login u password p\n${others.join('')}`
  writeFileSync(file, text, { mode: 0o600 })
  try {
    const script = 'ulimit -f 16; exec "$@"'
    spawnSync('sh', ['-c', script, 'sh', process.execPath, ...child, name, '0', file], {
      stdio: 'ignore',
      env: { ...process.env, TSX_DISABLE_CACHE: '1' },
    })
    const left = readFileSync(file, 'utf8')
    if (left === text) return 'as it was'
    const count = left.split('machine ').length - 1
    return `${count} of ${text.split('machine ').length - 1} entries left`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const names = Object.keys(libraries)
const columns: string[][] = []
for (const name of names) columns.push([...(await cellsOf(name)), onFullDisk(name)])
const rows = [...situations.map(({ name }) => name), 'save: the disk is full in the middle']
const lines = [
  `| | ${names.join(' | ')} |`,
  `|---|${names.map(() => '---|').join('')}`,
  ...rows.map((row, at) => `| ${row} | ${columns.map((column) => column[at]).join(' | ')} |`),
]
process.stdout.write(`${lines.join('\n')}\n`)
