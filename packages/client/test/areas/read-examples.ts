// The comments of the client's methods, and the examples in them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const source = join(import.meta.dirname, '../../src')

/** A method of an interface, or an exported function, with its comment; of overloads, each that has one. */
export interface Documented {
  readonly file: string
  readonly name: string
  readonly text: string
}

/** The comments of a file that stand before a method of an interface or a function. */
export function documentedIn(file: string): readonly Documented[] {
  const text = readFileSync(file, 'utf8')
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: Documented[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isMethodSignature(node) || ts.isFunctionDeclaration(node)) {
      const doc = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)
      found.push({ file, name: node.name?.getText() ?? '', text: doc?.getText() ?? '' })
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

/** Everything that a program calls, as editors show it. */
export const documented: readonly Documented[] = readdirSync(source, {
  recursive: true,
  encoding: 'utf8',
})
  .filter((name) =>
    /(?:-api|create-client|filters\/.*|urls\/.*|sql-literals|field-key)\.ts$/.test(name),
  )
  .toSorted()
  .flatMap((name) => documentedIn(join(source, name)))

/** The TypeScript of a comment. */
export function examplesIn(text: string): readonly string[] {
  return [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) =>
    code.replace(/^ *\* ?/gm, ''),
  )
}
