// The page of all figures: docs/performance.md.
import type { Measured, Run } from './run.ts'
import { judge, round } from './verdict.ts'

const head = `# Performance

<!-- Written by \`npm run bench -- --write\`; do not edit. -->

Figures are medians of several runs; where a peer stands beside one, both were measured in the same run, in turn. The
times depend on the machine; the ratios much less. A missed budget is said so: it fails no build, and no test
asserts a time.`

const howToRead = `- **ratio** is ours divided by the peer's. Less is better, except for \`req/s\`.
- **budget** is what the design asks for. It bounds the ratio where it names the peer, else our figure alone.
- Rows without a budget are there to be seen. Some peers do less than we do: npm \`netrc\` and netrc-parser do not read
  every file right ([side by side](../packages/netrc/README.md#beside-the-packages-on-npm)), a bare save takes no lock,
  and a hello world checks no key.`

export function performancePage({ machine, figures }: Run): string {
  const judged = figures.filter(({ budget }) => budget !== undefined)
  const missed = judged.filter((figure) => judge(figure).met !== true)
  const misses = [...new Set(missed.map((figure) => missedLine(figure, machine.peers)))]
  const curves = [...new Set(figures.flatMap(({ growth }) => growth?.curve ?? []))]
  return `${head}

| | |
|---|---|
| machine | ${machine.cpu}, ${machine.cores} cores |
| system | ${machine.system} |
| Node | ${machine.node.slice(1)} |
| date | ${machine.date} |
| budgets | ${judged.length - missed.length} met, ${missed.length} missed |

${howToRead}

## How it grows

![${curves.join(', ')}: curves of ours and of others](performance.svg)

The figures of the curves stand in the table.

## What misses its budget

${misses.length === 0 ? 'Nothing.' : misses.join('\n')}

## Every figure

| suite | what | ours | peer | its figure | ratio | budget | |
|---|---|---|---|---|---|---|---|
${figures.map((figure) => row(figure, machine.peers)).join('\n')}

Once more, on your machine: \`npm run bench\`, or one suite with \`npm run bench -- netrc/parse\`.
`
}

type Versions = Readonly<Record<string, string>>

function row(figure: Measured, peers: Versions): string {
  const { suite, name, unit, ours, peer, budget } = figure
  const { met } = judge(figure)
  return `| ${[
    suite,
    escaped(name),
    amount(ours, unit),
    peer === undefined ? '' : escaped(withVersion(peer.name, peers)),
    peer === undefined ? '' : amount(peer.value, unit),
    peer === undefined ? '' : round(ours / peer.value),
    budgetOf(figure),
    budget === undefined ? '' : met === true ? 'met' : '**missed**',
  ].join(' | ')} |`
}

function missedLine(figure: Measured, peers: Versions): string {
  const { suite, name, unit, ours, peer } = figure
  const other =
    peer === undefined || figure.budget?.of === 'ours'
      ? ''
      : `, ${withVersion(peer.name, peers)} ${amount(peer.value, unit)}`
  return `- ${suite}, ${name}: ${amount(ours, unit)}${other}; budget ${budgetOf(figure)}`
}

function budgetOf({ budget, unit }: Measured): string {
  if (budget === undefined) return ''
  const words = 'atMost' in budget ? 'at most' : 'at least'
  const limit = 'atMost' in budget ? budget.atMost : budget.atLeast
  if (budget.of === 'ours') return `${words} ${amount(limit, unit)}`
  return budget.of === 'ours/peer'
    ? `${words} ${limit} × the peer`
    : `peer ${words} ${limit} × ours`
}

function amount(value: number, unit: string): string {
  return `${round(value)} ${unit}`.trimEnd()
}

/** `axios 1.2.3 alone` for `axios alone`. */
function withVersion(peer: string, versions: Versions): string {
  const found = Object.keys(versions).find((name) =>
    new RegExp(`\\b${name}\\b|^${name}`).test(peer),
  )
  return found === undefined ? peer : peer.replace(found, `${found} ${versions[found]}`)
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|')
}
