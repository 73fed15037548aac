// How the time to parse a file grows with its entries: ours, npm netrc and netrc-parser.
import { parse as parseNetrcParser } from 'netrc-parser'
import peer from 'netrc'
import { medianMs, type Figure } from '../../../.ci/bench/figure.ts'
import { parse } from '@wellkey/netrc'
import { plain } from './files.ts'

// It takes some six minutes for the largest file.
const mostForNetrcParser = 10_000

export async function* figures(): AsyncGenerator<Figure> {
  for (const count of [100, 1000, 10_000, 100_000]) {
    const text = plain(count)
    const rounds = count > 1000 ? { rounds: 7, warmUp: 2 } : { rounds: 25, warmUp: 5 }
    const { ours, npm } = await medianMs(
      { ours: () => parse(text), npm: () => peer.parse(text) },
      rounds,
    )
    const figure = {
      name: `parse ${count.toLocaleString('en')} entries, growth`,
      unit: 'ms',
      ours,
      growth: { curve: 'Parsing a netrc file', along: 'entries', at: count },
    }
    yield { ...figure, peer: { name: 'npm netrc 0.1.4', value: npm } }
    if (count > mostForNetrcParser) continue
    const { parser } = await medianMs(
      { parser: () => parseNetrcParser(text) },
      count < mostForNetrcParser ? rounds : { rounds: 3, warmUp: 0 },
    )
    yield { ...figure, peer: { name: 'netrc-parser 3.1.6', value: parser } }
  }
}
