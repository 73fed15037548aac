/** One piece of a text and what takes its place. */
export interface TextChange {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** Makes changes, in whatever order they are given; those that take text out may overlap. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  const parts: string[] = []
  let at = 0
  for (const change of changes.toSorted((one, other) => one.from - other.from)) {
    parts.push(text.slice(at, change.from), change.text)
    at = Math.max(at, change.to)
  }
  parts.push(text.slice(at))
  return parts.join('')
}
