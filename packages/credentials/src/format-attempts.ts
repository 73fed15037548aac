import type { Attempt } from './attempt.ts'

/** Writes attempts as aligned lines, each indented by two blanks: source, place, outcome. */
export function formatAttempts(attempts: readonly Attempt[]): string {
  const rows = attempts.map(({ source, place, outcome, reason }) => [
    source,
    place,
    outcome === 'not here' && reason !== undefined ? reason : joined(outcome, reason),
  ])
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0))
  const widths = [width(0), width(1)]
  return rows
    .map(([source = '', place = '', answer = '']) =>
      `  ${source.padEnd(widths[0] ?? 0)}  ${place.padEnd(widths[1] ?? 0)}  ${answer}`.trimEnd(),
    )
    .join('\n')
}

function joined(outcome: string, reason: string | undefined): string {
  return reason === undefined ? outcome : `${outcome}: ${reason}`
}
