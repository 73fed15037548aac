// Reading: against npm netrc, netrc-parser and one pass over the characters.
import { parse as parseNetrcParser } from 'netrc-parser'
import peer from 'netrc'
import { medianMs, type Figure } from '../../../.ci/bench/figure.ts'
import { parse } from '@wellkey/netrc'
import { hostile, plain } from './files.ts'

export async function* figures(): AsyncGenerator<Figure> {
  const times = new Map<number, number>()
  for (const count of [10, 1000, 10_000, 100_000]) {
    const text = plain(count)
    const name = `parse, ${count.toLocaleString('en')} entries`
    const rounds = count > 10_000 ? { rounds: 7, warmUp: 2 } : { rounds: 25, warmUp: 5 }
    const { ours, pass, npm } = await medianMs(
      { ours: () => parse(text), pass: () => passOver(text), npm: () => peer.parse(text) },
      rounds,
    )
    times.set(count, ours)
    yield {
      name,
      unit: 'ms',
      ours,
      peer: { name: 'one charCodeAt pass', value: pass },
      ...(count === 10_000 && { budget: { of: 'ours/peer', atMost: 3 } }),
    }
    yield {
      name,
      unit: 'ms',
      ours,
      peer: { name: 'npm netrc 0.1.4', value: npm },
      ...((count === 1000 || count === 10_000) && { budget: { of: 'peer/ours', atLeast: 2 } }),
    }
    if (count > 1000) continue
    const { again, parser } = await medianMs(
      { again: () => parse(text), parser: () => parseNetrcParser(text) },
      { rounds: 9, warmUp: 2 },
    )
    yield {
      name,
      unit: 'ms',
      ours: again,
      peer: { name: 'netrc-parser 3.1.6', value: parser },
      ...(count === 1000 && { budget: { of: 'peer/ours', atLeast: 40 } }),
    }
  }
  yield growth('plain', times.get(1000), times.get(100_000), 100)
  for (const [name, make] of Object.entries(hostile)) {
    const small = make(40_000)
    const large = make(4_000_000)
    const { short, long } = await medianMs(
      { short: () => parse(small), long: () => parse(large) },
      { rounds: 7, warmUp: 2 },
    )
    yield growth(name, short, long, large.length / small.length)
  }
}

function growth(name: string, small = Number.NaN, large = Number.NaN, factor: number): Figure {
  const exponent = Math.log(large / small) / Math.log(factor)
  return {
    name: `growth exponent of parse, ${name}`,
    unit: '',
    ours: exponent,
    budget: { of: 'ours', atMost: 1.15 },
  }
}

function passOver(text: string): number {
  let sum = 0
  for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at)
  return sum
}
