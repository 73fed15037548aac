// How long a program waits for its credential: the first time from a netrc file, later from what is kept.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cached, defaultProvider, fromNetrc } from '@wellkey/credentials'
import { median, medianMs, type Figure } from '../../../.ci/bench/figure.ts'

const machines = 1000
const url = new URL(`https://lab${machines}.example/labkey/`)

export async function* figures(): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-bench-'))
  try {
    const file = join(folder, '.netrc')
    const entries = Array.from(
      { length: machines },
      (_, at) => `machine lab${at + 1}.example\nlogin apikey\npassword key${at + 1}\n`,
    )
    writeFileSync(file, entries.join('\n'), { mode: 0o600 })
    yield* first(file)
    yield* later(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** In a process of its own each time, with everything still to be loaded and compiled. */
async function* first(file: string): AsyncGenerator<Figure> {
  const environment = JSON.stringify({ NETRC: file })
  const ours = `
    const { defaultProvider } = await import('@wellkey/credentials')
    const start = performance.now()
    const credential = await defaultProvider({ environment: ${environment} })({ url: new URL('${url.href}') })
    console.log(performance.now() - start, credential.secret.reveal())`
  const peer = `
    const start = performance.now()
    const { Netrc } = await import('netrc-parser')
    const netrc = new Netrc(${JSON.stringify(file)})
    await netrc.load()
    const found = netrc.machines['${url.hostname}']
    console.log(performance.now() - start, found === undefined)`
  const samples = { ours: [] as number[], peer: [] as number[] }
  for (let round = 0; round < 9; round += 1) {
    samples.ours.push(timeOf(ours))
    samples.peer.push(timeOf(peer))
  }
  yield {
    name: `first credential of a process, netrc of ${machines} machines`,
    unit: 'ms',
    ours: median(samples.ours),
    peer: { name: 'loading netrc-parser and its load()', value: median(samples.peer) },
    budget: { of: 'ours', atMost: 5 },
  }
}

function timeOf(script: string): number {
  const { NODE_OPTIONS: _conditions, NODE_EXTRA_CA_CERTS: _slow, ...env } = process.env
  const args = ['--input-type=module', '--eval', script]
  const output = execFileSync(process.execPath, args, { cwd: import.meta.dirname, env })
  return Number.parseFloat(output.toString())
}

async function* later(file: string): AsyncGenerator<Figure> {
  const calls = 1000
  const keeping = cached(defaultProvider({ environment: { NETRC: file } }))
  const reading = fromNetrc({ file })
  const times = await medianMs({
    async kept() {
      for (let call = 0; call < calls; call += 1) await keeping({ url })
    },
    async read() {
      for (let call = 0; call < 10; call += 1) await reading({ url })
    },
  })
  const read = times.read / 10
  yield {
    name: `credential that is not kept, netrc of ${machines} machines, everything loaded`,
    unit: 'ms',
    ours: read,
    budget: { of: 'ours', atMost: 5 },
  }
  yield {
    name: `kept credential, netrc of ${machines} machines looked at for changes`,
    unit: 'ms',
    ours: times.kept / calls,
    peer: { name: 'fromNetrc() without cached()', value: read },
    budget: { of: 'ours', atMost: 0.05 },
  }
}
