// A save that outlasts a power cut, and the lock under contention, beside the bare system calls.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { editNetrc, editNetrcSync, parse, toBytes, type EditResult } from '@wellkey/netrc'
import netrcPeer from 'netrc'
import { Netrc } from 'netrc-parser'
import { median, medianMs, type Figure } from '../../../.ci/bench/figure.ts'

const processes = 50
const savesEach = 4
const rounds = 5

export async function* figures(): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-bench-'))
  try {
    yield* saves(folder)
    yield* contention(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function* saves(folder: string): AsyncGenerator<Figure> {
  const texts = [netrcOf(10, 'old'), netrcOf(10, 'new')] as const
  const documents = [parse(texts[0]), parse(texts[1])] as const
  const contents = [toBytes(documents[0]), toBytes(documents[1])] as const
  const file = join(folder, '.netrc')
  writeFileSync(file, texts[0], { mode: 0o600 })
  let turn = 0
  const next = <Item>([old, other]: readonly [Item, Item]): Item => (++turn % 2 === 0 ? old : other)
  const assertChanged = ({ isChanged }: EditResult): void => {
    if (!isChanged) throw new Error('nothing was saved')
  }
  const parser = new Netrc(file)
  parser.loadSync()
  const took = await medianMs(
    {
      parse: () => parse(contents[0]),
      ours: async () => assertChanged(await editNetrc(file, () => next(documents))),
      hand: () => saveByHand(folder, file, next(contents)),
      oursSync: () => assertChanged(editNetrcSync(file, () => next(documents))),
      handSync: () => saveByHandSync(folder, file, next(contents)),
    },
    { rounds: 101, warmUp: 10 },
  )
  // By itself: what these leave unwritten, the next fsync of anybody would have to wait for.
  const { inPlace } = await medianMs({ inPlace: () => parser.save() }, { rounds: 51 })
  const { inPlaceSync } = await medianMs({ inPlaceSync: () => saveWithNetrc(file) }, { rounds: 51 })
  const budget = { of: 'ours/peer', atMost: 1.2 } as const
  yield {
    name: 'durable save of 10 entries without its parse, editNetrc',
    unit: 'ms',
    ours: took.ours - took.parse,
    peer: { name: 'temp, fsync, rename, folder fsync by hand (fs/promises)', value: took.hand },
    budget,
  }
  yield {
    name: 'durable save of 10 entries without its parse, editNetrcSync',
    unit: 'ms',
    ours: took.oursSync - took.parse,
    peer: { name: 'temp, fsync, rename, folder fsync by hand (sync)', value: took.handSync },
    budget,
  }
  yield {
    name: 'save of 10 entries, editNetrc',
    unit: 'ms',
    ours: took.ours,
    peer: { name: 'netrc-parser, in place without fsync', value: inPlace },
  }
  yield {
    name: 'save of 10 entries, editNetrcSync',
    unit: 'ms',
    ours: took.oursSync,
    peer: { name: 'netrc (npm), in place without fsync', value: inPlaceSync },
  }
}

async function* contention(folder: string): AsyncGenerator<Figure> {
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < rounds; round++) {
    bare.push(await contend(folder, 'bare'))
    ours.push(await contend(folder, 'ours'))
  }
  yield {
    name: `${processes} processes x ${savesEach} durable saves`,
    unit: 'ms',
    ours: median(ours),
    peer: { name: 'a bare O_EXCL lock, written in place', value: median(bare) },
    budget: { of: 'ours/peer', atMost: 3 },
  }
}

async function saveByHand(folder: string, file: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(folder, '.by-hand.tmp')
  const handle = await open(temporary, 'wx', 0o600)
  await handle.writeFile(bytes)
  await handle.sync()
  await handle.close()
  await rename(temporary, file)
  const directory = await open(folder)
  await directory.sync()
  await directory.close()
}

function saveByHandSync(folder: string, file: string, bytes: Uint8Array): void {
  const temporary = join(folder, '.by-hand.tmp')
  const handle = openSync(temporary, 'wx', 0o600)
  writeSync(handle, bytes)
  fsyncSync(handle)
  closeSync(handle)
  renameSync(temporary, file)
  const directory = openSync(folder, 'r')
  fsyncSync(directory)
  closeSync(directory)
}

/** Reads, changes and writes; its own save() writes $HOME/.netrc whatever file was read. */
function saveWithNetrc(file: string): void {
  const machines = netrcPeer(file)
  machines['host0.example'] = { login: 'apikey', password: 'new' }
  writeFileSync(file, netrcPeer.format(machines), { mode: 0o600 })
}

/** The time from the start of all processes to the end of the last; throws when a save is lost. */
async function contend(folder: string, kind: 'ours' | 'bare'): Promise<number> {
  const file = join(folder, `.netrc-${kind}`)
  writeFileSync(file, '', { mode: 0o600 })
  const script = fileURLToPath(new URL('contender.mjs', import.meta.url))
  const children = Array.from({ length: processes }, (_, at) =>
    spawn(process.execPath, [script, kind, file, `p${at}`, String(savesEach)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  )
  await Promise.all(children.map(({ stdout }) => once(stdout, 'data')))
  const start = performance.now()
  const ends = children.map((child) => once(child, 'exit'))
  for (const { stdin } of children) stdin.write('x')
  const codes = (await Promise.all(ends)).map(([code]) => code as number | null)
  const took = performance.now() - start
  const kept = readFileSync(file, 'utf8').match(/^machine /gm)?.length ?? 0
  if (kept !== processes * savesEach || codes.some((code) => code !== 0)) {
    throw new Error(`${kind}: ${kept} of ${processes * savesEach} saves are there`)
  }
  return took
}

function netrcOf(count: number, password: string): string {
  const machine = (at: number): string =>
    `machine host${at}.example\n  login apikey\n  password ${password}-${at}\n`
  return Array.from({ length: count }, (_, at) => machine(at)).join('')
}
