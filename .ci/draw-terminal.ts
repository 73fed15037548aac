// Draws what a terminal showed, escape sequences included, as an SVG.
import { stripVTControlCharacters } from 'node:util'

const columnWidth = 8.43
const lineHeight = 20
const margin = { side: 20, top: 52, bottom: 20 }

const palette: Readonly<Record<number, string>> = {
  30: '#6e7681',
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#76e3ea',
  37: '#f0f6fc',
  90: '#8b949e',
}

interface Look {
  readonly color?: string
  readonly isBold?: boolean
  readonly isDim?: boolean
}

interface Piece {
  readonly at: number
  readonly text: string
  readonly look: Look
}

/** `screen` is what `tmux capture-pane -e -p` gives: text with SGR sequences, a column for each character. */
export function drawTerminal(screen: string, title: string): string {
  const lines = screen.trimEnd().split('\n')
  const columns = Math.max(...lines.map((line) => stripVTControlCharacters(line).length))
  const width = Math.ceil(columns * columnWidth + 2 * margin.side)
  const height = margin.top + lines.length * lineHeight + margin.bottom
  let look: Look = {}
  const drawn = lines.flatMap((line, row) => {
    const { pieces, last } = piecesOf(line, look)
    look = last
    return pieces.map((piece) => drawPiece(piece, row))
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<style>text { font: 14px ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; white-space: pre; fill: #e6edf3 }</style>
<rect width="${width}" height="${height}" rx="8" fill="#0d1117" stroke="#30363d"/>
<circle cx="24" cy="22" r="6" fill="#ff5f57"/><circle cx="44" cy="22" r="6" fill="#febc2e"/><circle cx="64" cy="22" r="6" fill="#28c840"/>
${drawn.join('\n')}
</svg>
`
}

/** The text of a line in pieces of one look each; blanks between them are left out. */
function piecesOf(line: string, before: Look): { pieces: readonly Piece[]; last: Look } {
  let look = before
  let at = 0
  const pieces: Piece[] = []
  // oxlint-disable-next-line no-control-regex -- escape sequences are what is read here
  for (const [, codes, text = ''] of line.matchAll(/(?:\u001B\[([\d;]*)m)|([^\u001B]+)/g)) {
    if (codes !== undefined) {
      for (const code of codes.split(';')) look = changed(look, Number(code))
      continue
    }
    for (const word of text.matchAll(/\S+(?: \S+)*/g)) {
      pieces.push({ at: at + word.index, text: word[0], look })
    }
    at += text.length
  }
  return { pieces, last: look }
}

function changed(look: Look, code: number): Look {
  if (code === 0) return {}
  if (code === 1) return { ...look, isBold: true }
  if (code === 2) return { ...look, isDim: true }
  if (code === 22) return { ...look, isBold: false, isDim: false }
  if (code === 39) return { isBold: look.isBold === true, isDim: look.isDim === true }
  const color = palette[code]
  return color === undefined ? look : { ...look, color }
}

function drawPiece({ at, text, look }: Piece, row: number): string {
  const x = (margin.side + at * columnWidth).toFixed(1)
  const y = margin.top + row * lineHeight + 14
  // The length holds columns in their place, whatever font there is.
  const length = (text.length * columnWidth).toFixed(1)
  const style = [
    ...(look.color === undefined ? [] : [`fill:${look.color}`]),
    ...(look.isBold === true ? ['font-weight:700'] : []),
    ...(look.isDim === true ? ['opacity:.6'] : []),
  ].join(';')
  const styled = style === '' ? '' : ` style="${style}"`
  return `<text x="${x}" y="${y}" textLength="${length}"${styled}>${escaped(text)}</text>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
