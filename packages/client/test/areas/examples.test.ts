// Every method of an area is documented where an editor shows it, and its example is TypeScript that compiles.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { areas } from './area-cases.ts'

const root = join(import.meta.dirname, '../../../..')
const source = join(import.meta.dirname, '../../src')

interface Documented {
  readonly file: string
  readonly name: string
  readonly text: string
}

/** The comments of a file that stand before a method of an interface or an exported function. */
function documentedIn(file: string): readonly Documented[] {
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

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /(?:-api|filters\/.*|urls\/.*|sql-literals)\.ts$/.test(name))
  .map((name) => join(source, name))
const documented = files.flatMap(documentedIn)

const examplesIn = (text: string) =>
  [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code.replace(/^ *\* ?/gm, ''))

const prelude = `import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { filter, fromDate, sqlDateLiteral, sqlDateTimeLiteral, sqlStringLiteral, type LabKeyClient } from '@wellkey/client'
import * as filters from '@wellkey/client/filters'
import * as urls from '@wellkey/client/urls'
declare const labkey: LabKeyClient
declare function writeSecret(name: string, value: string): Promise<void>
const { ascending, defaultFilterOperatorOf, descending, describeFilters, filterOperatorsOf, mergeFilters, parseFilters, parseSort, queryParameters } = filters
const { actionUrl, decodeContainer, encodeContainer } = urls
export { actionUrl, ascending, createReadStream, createWriteStream, decodeContainer, defaultFilterOperatorOf, descending, describeFilters, encodeContainer, filter, filterOperatorsOf, fromDate, labkey, mergeFilters, parseFilters, parseSort, pipeline, queryParameters, sqlDateLiteral, sqlDateTimeLiteral, sqlStringLiteral, writeSecret }
`

test('each method of each area says what it needs of the server, and has an example', () => {
  const lacking = areas.flatMap(({ exported }) =>
    Object.keys(exported).flatMap((method) => {
      const text = documented.find(
        ({ file, name }) =>
          name === method && file.endsWith('-api.ts') && !file.includes('query-api'),
      )?.text
      const missing = [
        /\n *\* Servers: /.test(text ?? '') ? '' : 'Servers:',
        examplesIn(text ?? '')
          .join('')
          .includes(`.${method}(`)
          ? ''
          : 'an example with its call',
      ].filter(Boolean)
      return missing.length === 0 ? [] : [`${method}: ${missing.join(', ')}`]
    }),
  )
  expect(lacking).toEqual([])
})

test('each function of an area says where its facts come from', () => {
  const folders = readdirSync(source, { withFileTypes: true }).filter((one) => one.isDirectory())
  const lacking = folders.flatMap(({ name: folder }) => {
    const own = areas.find(({ name }) => name.toLowerCase() === folder.replace('-', ''))
    if (own === undefined) return []
    return readdirSync(join(source, folder))
      .flatMap((file) => documentedIn(join(source, folder, file)))
      .filter(({ name, file }) => name in own.exported && !file.endsWith('-api.ts'))
      .filter(({ text }) => !/labkey-api-|Rlabkey|LabKey \d|contract|\{@link/.test(text))
      .map(({ name }) => `${folder}: ${name}`)
  })
  expect(lacking).toEqual([])
})

test('each example compiles', { timeout: 120_000 }, () => {
  const folder = join(import.meta.dirname, 'virtual')
  const codes = documented.flatMap(({ name, text }) =>
    examplesIn(text).map((code) => ({ name, code })),
  )
  const sources = new Map(
    codes.map(({ name, code }, index) => [
      join(folder, `${index}-${name}.ts`),
      `${prelude}export async function example(): Promise<void> {\n${code}\n}\n`,
    ]),
  )
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), (name) =>
    ts.sys.readFile(name),
  ) as { config: { compilerOptions: object } }
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  Object.assign(options, {
    skipLibCheck: true,
    noUnusedLocals: false,
    isolatedDeclarations: false,
    declaration: false,
    noEmit: true,
  })
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  host.fileExists = (name) => sources.has(name) || ts.sys.fileExists(name)
  host.getSourceFile = (name, target) => {
    const own = sources.get(name)
    return own === undefined ? read(name, target) : ts.createSourceFile(name, own, target)
  }
  const program = ts.createProgram([...sources.keys()], options, host)
  const problems = [...sources.keys()].flatMap((name) => {
    const file = program.getSourceFile(name)
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) =>
        `${name.replace(/^.*\//, '')}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    )
  })
  expect(codes.length).toBeGreaterThan(110)
  expect(problems).toEqual([])
})
