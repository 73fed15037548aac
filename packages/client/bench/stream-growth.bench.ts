// How time and memory of a read grow with its rows: streamRows() and axios with whole JSON, a fresh process each.
import { median, type Figure } from '../../../.ci/bench/figure.ts'
import { measure, startRowServer, type Cost } from './start-row-server.ts'

// Of 255 bytes each. axios keeps them all: four million do not fit into Node's own limit of a text.
const sizes = [10_000, 100_000, 1_000_000, 4_000_000]
const mostForAxios = 1_000_000

const rounds = 3

export async function* figures(): AsyncGenerator<Figure> {
  const server = await startRowServer()
  try {
    for (const rows of sizes) {
      const ours: Cost[] = []
      const axios: Cost[] = []
      for (let round = 0; round < rounds; round++) {
        ours.push(await measure('streamRows', server.url, rows))
        if (rows <= mostForAxios) axios.push(await measure('axios', server.url, rows))
      }
      const name = `${rows.toLocaleString('en')} rows, growth`
      const size = { along: 'rows of 255 bytes', at: rows }
      for (const [what, curve, unit, of] of [
        ['memory over idle', 'Memory of a read', 'MB', 'overIdleMB'],
        ['time', 'Time of a read', 'ms', 'ms'],
      ] as const) {
        const middle = (costs: readonly Cost[]): number => median(costs.map((cost) => cost[of]))
        yield {
          name: `${what}, ${name}`,
          unit,
          ours: middle(ours),
          ...(axios.length > 0 && { peer: { name: 'axios', value: middle(axios) } }),
          growth: { curve, ...size },
        }
      }
    }
  } finally {
    server.stop()
  }
}
