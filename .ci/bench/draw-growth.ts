// Draws the growth curves of a run as one SVG: a panel a curve, both axes logarithmic, for light and dark pages.
import type { Measured } from './run.ts'

const panel = { width: 430, height: 320, left: 62, right: 118, top: 44, bottom: 46 }
const plotWidth = panel.width - panel.left - panel.right
const plotHeight = panel.height - panel.top - panel.bottom
const lineHeight = 14

const style = `
  svg { --paper: #ffffff; --ink: #1f2328; --soft: #59636e; --grid: #e4e8ec; --l0: #0757ba; --l1: #b35900; --l2: #8250df; --l3: #1a7f37 }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #0d1117; --ink: #f0f6fc; --soft: #9198a1; --grid: #2a313c; --l0: #58a6ff; --l1: #f0883e; --l2: #bc8cff; --l3: #56d364 }
  }
  text { font: 12px system-ui, sans-serif; fill: var(--ink) }
  .title { font-size: 14px; font-weight: 600 }
  .axis { fill: var(--soft) }
  .grid { stroke: var(--grid); stroke-width: 1 }
  .line { fill: none; stroke-width: 2 }
  .ours { stroke-width: 3 }
  .name { font-weight: 600 }
`

interface Series {
  readonly name: string
  readonly points: readonly Point[]
}

type Point = readonly [size: number, value: number]

export function drawGrowth(figures: readonly Measured[]): string {
  const titles = [...new Set(figures.flatMap(({ growth }) => growth?.curve ?? []))]
  const columns = Math.min(2, titles.length)
  const width = panel.width * columns
  const height = panel.height * Math.ceil(titles.length / columns)
  const panels = titles.map((title, at) => {
    const points = figures.filter(({ growth }) => growth?.curve === title)
    const place = `${(at % columns) * panel.width} ${Math.floor(at / columns) * panel.height}`
    return `<g transform="translate(${place})">${drawPanel(title, points)}</g>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>Growth curves: ${titles.join(', ')}</title>
<style>${style}</style>
<rect width="100%" height="100%" fill="var(--paper)"/>
${panels.join('\n')}
</svg>
`
}

function drawPanel(title: string, figures: readonly Measured[]): string {
  const series = seriesOf(figures)
  const all = series.flatMap(({ points }) => points)
  const x = scale(
    all.map(([size]) => size),
    plotWidth,
  )
  const y = scale(
    all.map(([, value]) => value),
    plotHeight,
  )
  const along = figures[0]?.growth?.along ?? ''
  const right = panel.left + plotWidth
  const bottom = panel.top + plotHeight
  const across = (value: number): number => panel.left + x.at(value)
  const up = (value: number): number => bottom - y.at(value)
  const grid = [
    ...y.decades.map(
      (value) =>
        `<path class="grid" d="M${panel.left} ${px(up(value))}H${right}"/><text class="axis" x="${panel.left - 6}" y="${px(up(value) + 4)}" text-anchor="end">${short(value)}</text>`,
    ),
    ...x.decades.map(
      (value) =>
        `<path class="grid" d="M${px(across(value))} ${panel.top}V${bottom}"/><text class="axis" x="${px(across(value))}" y="${bottom + 17}" text-anchor="middle">${short(value)}</text>`,
    ),
  ]
  const names = apart(series.map(({ points }) => up(points.at(-1)?.[1] ?? 1)))
  const lines = series.map(({ name, points }, at) => {
    const color = `var(--l${at % 4})`
    const path = points.map(([size, value]) => `${px(across(size))} ${px(up(value))}`).join('L')
    const end = points.at(-1)
    const dots = points.map(
      ([size, value]) =>
        `<circle cx="${px(across(size))}" cy="${px(up(value))}" r="3" fill="${color}"/>`,
    )
    const isShort = across(end?.[0] ?? 1) < Math.max(...all.map(([size]) => across(size)))
    // Beside the end of the line, or above it where other lines go on.
    const beside = isShort
      ? `text-anchor="end" x="${px(across(end?.[0] ?? 1) - 8)}"`
      : `x="${px(across(end?.[0] ?? 1) + 8)}"`
    const label = `<text class="name" ${beside} y="${px((names[at] ?? 0) + 4)}" style="fill:${color}">${text(name)}</text>`
    return `<path class="line${at === 0 ? ' ours' : ''}" stroke="${color}" d="M${path}"/>${dots.join('')}${label}`
  })
  return `<text class="title" x="${panel.left}" y="20">${text(title)}</text>
<text class="axis" x="${panel.left}" y="36">${figures[0]?.unit ?? ''}</text>
${grid.join('\n')}
<text class="axis" x="${right}" y="${bottom + 35}" text-anchor="end">${text(along)}</text>
${lines.join('\n')}`
}

/** Ours first, then the peers in the order of the figures, each from small to large. */
function seriesOf(figures: readonly Measured[]): readonly Series[] {
  const points = new Map<string, Map<number, number>>([['wellkey', new Map()]])
  for (const { ours, peer, growth } of figures) {
    if (growth === undefined) continue
    points.get('wellkey')?.set(growth.at, ours)
    if (peer === undefined) continue
    const known = points.get(peer.name) ?? new Map<number, number>()
    points.set(peer.name, known.set(growth.at, peer.value))
  }
  return [...points].map(([name, values]) => ({
    name,
    points: [...values].toSorted(([left], [right]) => left - right),
  }))
}

/** From whole decades to pixels. */
function scale(values: readonly number[], length: number): Scale {
  const low = Math.floor(Math.log10(Math.min(...values)))
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))
  return {
    at: (value) => ((Math.log10(value) - low) / (high - low)) * length,
    decades: Array.from({ length: high - low + 1 }, (_, at) => 10 ** (low + at)),
  }
}

interface Scale {
  at(value: number): number
  readonly decades: readonly number[]
}

/** The same heights, moved so that no two lines of text meet. */
function apart(heights: readonly number[]): readonly number[] {
  const order = heights.map((_, at) => at).toSorted((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0))
  const moved = [...heights]
  let last = Number.NEGATIVE_INFINITY
  for (const at of order) {
    last = Math.max(moved[at] ?? 0, last + lineHeight)
    moved[at] = last
  }
  return moved
}

function short(value: number): string {
  if (value >= 1_000_000) return `${value / 1_000_000} M`
  return value.toLocaleString('en', { maximumSignificantDigits: 2 })
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function text(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
