import type { SourceText } from '../source-text.ts'

/** How many bytes a part of a source has in the file. */
export function bytesIn(part: string, kind: SourceText['kind']): number {
  return kind === 'bytes' ? part.length : new TextEncoder().encode(part).length
}
