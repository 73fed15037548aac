// Inserting many rows: a streamed body against JSON.stringify alone, and against axios.
import { median, type Figure } from '../../../.ci/bench/figure.ts'
import { measure, startRowServer, type Cost } from './start-row-server.ts'

const rows = 100_000
const rounds = 7

export async function* figures(): AsyncGenerator<Figure> {
  const server = await startRowServer()
  try {
    const costs = new Map<string, Cost[]>()
    for (let round = 0; round < rounds; round++) {
      for (const work of ['insertStreamed', 'insertArray', 'insertAxios', 'stringify']) {
        const cost = await measure(work, server.url, rows)
        costs.set(work, [...(costs.get(work) ?? []), cost])
      }
    }
    const ms = (work: string) => median((costs.get(work) ?? []).map((cost) => cost.ms))
    const overIdle = (work: string) =>
      median((costs.get(work) ?? []).map((cost) => cost.overIdleMB))
    yield {
      name: 'insert 100,000 rows, streamed, against making the text alone',
      unit: 'ms',
      ours: ms('insertStreamed'),
      peer: { name: 'JSON.stringify', value: ms('stringify') },
      budget: { of: 'ours/peer', atMost: 2 },
    }
    yield {
      name: 'insert 100,000 rows of an array',
      unit: 'ms',
      ours: ms('insertArray'),
      peer: { name: 'axios', value: ms('insertAxios') },
    }
    yield {
      name: 'insert 100,000 rows, streamed, memory over idle',
      unit: 'MB',
      ours: overIdle('insertStreamed'),
      peer: { name: 'axios', value: overIdle('insertAxios') },
      budget: { of: 'ours', atMost: 48 },
    }
  } finally {
    server.stop()
  }
}
