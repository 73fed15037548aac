// Reading many rows: streamRows() against axios with JSON and against streaming parsers.
import { median, type Figure } from '../../../.ci/bench/figure.ts'
import { measure, startRowServer, type Cost } from './start-row-server.ts'

const million = 1_000_000
const rounds = 3

export async function* figures(): AsyncGenerator<Figure> {
  const server = await startRowServer()
  try {
    const costs = new Map<string, Cost[]>()
    const peers = ['streamRows', 'axios', 'jsonparse', 'streamparser']
    for (let round = 0; round < rounds; round++) {
      for (const work of peers) {
        const cost = await measure(work, server.url, million)
        costs.set(work, [...(costs.get(work) ?? []), cost])
      }
    }
    const ms = (work: string) => median((costs.get(work) ?? []).map((cost) => cost.ms))
    const overIdle = (work: string) =>
      median((costs.get(work) ?? []).map((cost) => cost.overIdleMB))
    const ours = ms('streamRows')
    yield {
      name: 'stream 1,000,000 rows, against whole JSON',
      unit: 'ms',
      ours,
      peer: { name: 'axios', value: ms('axios') },
      budget: { of: 'ours/peer', atMost: 0.85 },
    }
    const best = ms('jsonparse') <= ms('streamparser') ? 'jsonparse' : 'streamparser'
    yield {
      name: 'stream 1,000,000 rows, against the best streaming parser',
      unit: 'ms',
      ours,
      peer: { name: best === 'jsonparse' ? 'jsonparse' : '@streamparser/json', value: ms(best) },
      budget: { of: 'ours/peer', atMost: 0.6 },
    }
    yield {
      name: 'stream 1,000,000 rows, memory over idle, heap of any size',
      unit: 'MB',
      ours: overIdle('streamRows'),
      peer: { name: 'axios', value: overIdle('axios') },
    }
    const parser = await measure('jsonparse', server.url, million, 64)
    for (const rows of [million, 4 * million]) {
      const { overIdleMB } = await measure('streamRows', server.url, rows, 64)
      yield {
        name: `stream ${rows.toLocaleString('en')} rows (${Math.round((rows * 255) / 1e6)} MB), memory over idle, 64 MB of heap`,
        unit: 'MB',
        ours: overIdleMB,
        peer: { name: 'jsonparse, 1,000,000 rows', value: parser.overIdleMB },
        budget: { of: 'ours', atMost: 80 },
      }
    }
  } finally {
    server.stop()
  }
}
