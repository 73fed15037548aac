// The documents that people read, and the blocks of code in them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './example-demo.ts'

/** A block of code in a document. */
export interface Block {
  /** Path from the root of the repository. */
  readonly file: string
  /** Line of the first line of code, from 1. */
  readonly line: number
  readonly code: string
}

/** Every document, by its path from the root. */
export function documents(): readonly string[] {
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  const packages = readdirSync(join(root, 'packages'))
  return [
    'README.md',
    ...inDocs.filter((name) => name.endsWith('.md')).map((name) => join('docs', name)),
    ...packages.map((name) => join('packages', name, 'README.md')),
  ]
}

/** The blocks of one language, in the order of documents. */
export function blocksOf(language: 'ts' | 'sh'): readonly Block[] {
  return documents().flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const fences = text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))
    return [...fences].map(({ index, 1: code = '' }) => ({
      file,
      line: text.slice(0, index).split('\n').length + 1,
      code,
    }))
  })
}
