/**
 * Writes a message as a headline and aligned rows, for people. Rows without a text are left out;
 * further lines of a row stand below its first.
 */
export function explain(
  headline: string,
  rows: readonly (readonly [label: string, text: string | undefined])[],
): string {
  const shown = rows.filter(([, text]) => text !== undefined && text !== '')
  const width = Math.max(0, ...shown.map(([label]) => label.length))
  const lines = shown.map(([label, text = '']) => {
    const indent = `\n${' '.repeat(width + 4)}`
    return `  ${label.padEnd(width)}  ${text.replaceAll('\n', indent)}`
  })
  return [headline, ...lines].join('\n')
}
