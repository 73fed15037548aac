let last = { at: 0, text: '1970-01-01T00:00:00.000Z' }

/** Returns a moment as ISO 8601 in UTC. Made once for all that asks within a millisecond. */
export function isoTime(at: number): string {
  if (at !== last.at) last = { at, text: new Date(at).toISOString() }
  return last.text
}
