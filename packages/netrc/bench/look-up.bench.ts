// A cold look-up in a file of ten entries: each sample is a process of its own.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { median, type Figure } from '../../../.ci/bench/figure.ts'
import { plain } from './files.ts'

const rounds = 15

export async function* figures(): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-bench-'))
  try {
    const file = join(folder, 'netrc')
    writeFileSync(file, plain(10), { mode: 0o600 })
    const index = new URL('../dist/index.js', import.meta.url).href
    const resolve = createRequire(import.meta.url).resolve
    const at = (name: string): string => JSON.stringify(pathToFileURL(resolve(name)).href)
    const host = 'host5.labkey.example.org'
    const scripts = {
      ours: script(
        `const { readNetrcSync, findEntry } = await import(${JSON.stringify(index)})`,
        `findEntry(readNetrcSync(${JSON.stringify(file)}), { host: '${host}' }).password`,
      ),
      npm: script(
        `const { default: netrc } = await import(${at('netrc')})`,
        `netrc(${JSON.stringify(file)})['${host}'].password`,
      ),
      parser: script(
        `const { Netrc } = (await import(${at('netrc-parser')})).default`,
        `const netrc = new Netrc(${JSON.stringify(file)}); netrc.loadSync(); netrc.machines['${host}'].password`,
      ),
      // What the first import of a process costs, whatever it loads.
      nothing: script(`await import('data:text/javascript,')`, '0'),
    }
    const names = Object.keys(scripts) as (keyof typeof scripts)[]
    const samples = new Map(
      names.map((name) => [name, { load: [] as number[], work: [] as number[] }]),
    )
    for (let round = 0; round < rounds; round++) {
      for (const name of names) {
        const { load, work } = run(scripts[name])
        samples.get(name)?.load.push(load)
        samples.get(name)?.work.push(work)
      }
    }
    const of = (name: keyof typeof scripts, both: boolean): number => {
      const { load = [], work = [] } = samples.get(name) ?? {}
      return median(work.map((took, round) => took + (both ? (load[round] ?? 0) : 0)))
    }
    for (const [peer, title] of [
      ['npm', 'npm netrc 0.1.4'],
      ['parser', 'netrc-parser 3.1.6'],
    ] as const) {
      yield {
        name: 'cold look-up in 10 entries, after loading',
        unit: 'ms',
        ours: of('ours', false),
        peer: { name: title, value: of(peer, false) },
        budget: { of: 'ours', atMost: 0.5 },
      }
      yield {
        name: 'cold look-up in 10 entries, with loading',
        unit: 'ms',
        ours: of('ours', true),
        peer: { name: title, value: of(peer, true) },
        budget: { of: 'ours', atMost: 3 },
      }
    }
    yield {
      name: 'cold look-up in 10 entries, with loading',
      unit: 'ms',
      ours: of('ours', true),
      peer: { name: 'an import of an empty module, and no look-up', value: of('nothing', true) },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function script(load: string, work: string): string {
  return `const a = performance.now(); ${load}; const b = performance.now(); ${work}; const c = performance.now()
console.log(JSON.stringify({ load: b - a, work: c - b }))`
}

function run(code: string): { load: number; work: number } {
  // It adds 48 ms to every start of Node 20 and hides all that is measured here.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env
  const args = ['--input-type=module', '--eval', code]
  return JSON.parse(execFileSync(process.execPath, args, { env, encoding: 'utf8' })) as {
    load: number
    work: number
  }
}
