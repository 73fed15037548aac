// All capabilities, and the table of them in docs/api-coverage.md.
import type { Capability, Peer } from './capability.ts'
import { designCapabilities } from './design-capabilities.ts'
import { queryCapabilities } from './query-capabilities.ts'
import { siteCapabilities } from './site-capabilities.ts'
import { workCapabilities } from './work-capabilities.ts'

export const capabilities: readonly Capability[] = [
  ...queryCapabilities,
  ...siteCapabilities,
  ...designCapabilities,
  ...workCapabilities,
]

const peers: readonly (readonly [Peer, string])[] = [
  ['js', '@labkey/api 1.35.3'],
  ['python', 'labkey 3.0'],
  ['r', 'Rlabkey 3.4.6'],
  ['java', 'labkey-api-java 6.3'],
  ['rust', 'labkey-rs 0.2.2'],
]

/** Writes docs/api-coverage.md. */
export function renderCoverage(): string {
  const count = (has: (capability: Capability) => boolean) => capabilities.filter(has).length
  const ours = count(([, , , own]) => own.length > 0)
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const totals = [
    'Capabilities',
    String(capabilities.length),
    String(ours),
    ...peers.map(([peer]) => String(count(([, , by]) => by[peer].length > 0))),
  ]
  const head = ['Area', 'Capability', '@wellkey/client', ...peers.map(([, name]) => name)]
  return [
    '# What the client can do',
    '',
    `${ours} of ${capabilities.length} capabilities that five LabKey clients have between them. A test makes a call for each`,
    'function that is named here, and sees it reach a server or what stands in for one.',
    'Written by `npx tsx packages/client/test/api-coverage/write-coverage.ts`.',
    '',
    '`a.b` is `labkey.a.b`, and a function of `@wellkey/client/a`; `a/b` is a function of `@wellkey/client/a` that calls',
    'nothing by itself; names without either are exports of `@wellkey/client` or methods of a client.',
    '',
    row(head),
    row(head.map(() => '---')),
    ...capabilities.map(([area, capability, by, own, note]) =>
      row([
        area,
        capability,
        [own.map((name) => `\`${name}\``).join(', '), note].filter(Boolean).join(': ') || 'no',
        ...peers.map(([peer]) => (by[peer].length > 0 ? 'yes' : 'no')),
      ]),
    ),
    row(totals),
    '',
  ].join('\n')
}
