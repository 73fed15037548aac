// Editing and printing, against reading the same file once.
import peer from 'netrc'
import { medianMs, type Figure } from '../../../.ci/bench/figure.ts'
import { parse, removeEntry, setEntry, stringify } from '@wellkey/netrc'
import { plain } from './files.ts'

export async function* figures(): AsyncGenerator<Figure> {
  for (const count of [10, 1000, 100_000]) {
    const text = plain(count)
    const host = `host${count >> 1}.labkey.example.org`
    const works = {
      read: () => parse(text),
      set: (document: ReturnType<typeof parse>) =>
        stringify(setEntry(document, { host, password: 'new' })),
      add: (document: ReturnType<typeof parse>) =>
        stringify(setEntry(document, { host: 'new.example', login: 'u', password: 'new' })),
      remove: (document: ReturnType<typeof parse>) => stringify(removeEntry(document, { host })),
    }
    const document = parse(text)
    const { read, set, add, remove } = await medianMs(
      {
        read: works.read,
        set: () => works.set(document),
        add: () => works.add(document),
        remove: () => works.remove(document),
      },
      { rounds: 9, warmUp: 3 },
    )
    const reading = { name: 'parse', value: read }
    for (const [what, ours] of Object.entries({
      'set one': set,
      'add one': add,
      'remove one': remove,
    })) {
      yield {
        name: `${what} and print, ${count.toLocaleString('en')} entries`,
        unit: 'ms',
        ours,
        peer: reading,
        ...(what === 'set one' && {
          growth: { curve: 'Changing one entry and printing', along: 'entries', at: count },
        }),
        ...(count === 100_000 && { budget: { of: 'ours/peer', atMost: 1 } }),
      }
    }
  }
  const text = plain(1000)
  const { ours, npm } = await medianMs({
    ours: () =>
      stringify(setEntry(parse(text), { host: 'host500.labkey.example.org', password: 'new' })),
    npm: () => {
      const machines = peer.parse(text)
      const machine = machines['host500.labkey.example.org']
      if (machine !== undefined) machine['password'] = 'new'
      return peer.format(machines)
    },
  })
  yield {
    name: 'parse, set one and print, 1,000 entries',
    unit: 'ms',
    ours,
    peer: { name: 'npm netrc 0.1.4', value: npm },
  }
}
