// Every method of an area is documented where an editor shows it, and its example is TypeScript that compiles.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { createClient } from '@wellkey/client'
import { expect, test } from 'vitest'
import { areas } from './area-cases.ts'
import { documented, documentedIn, examplesIn } from './read-examples.ts'

const root = join(import.meta.dirname, '../../../..')
const source = join(import.meta.dirname, '../../src')

const prelude = `import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createClient, describeSource, fieldKey, filter, fromDate, schemaKey, sqlDateLiteral, sqlDateTimeLiteral, sqlStringLiteral, type LabKeyClient } from '@wellkey/client'
import * as filters from '@wellkey/client/filters'
import * as urls from '@wellkey/client/urls'
declare const labkey: LabKeyClient
declare function writeSecret(name: string, value: string): Promise<void>
const { ascending, defaultFilterOperatorOf, descending, describeFilters, filterOperatorsOf, mergeFilters, parseFilters, parseSort, queryParameters } = filters
const { actionUrl, decodeContainer, encodeContainer, fileUrl } = urls
export { actionUrl, ascending, createReadStream, createWriteStream, decodeContainer, defaultFilterOperatorOf, descending, describeFilters, encodeContainer, fileUrl, filter, filterOperatorsOf, fromDate, labkey, mergeFilters, parseFilters, parseSort, pipeline, queryParameters, sqlDateLiteral, sqlDateTimeLiteral, sqlStringLiteral, writeSecret }
`

const labkey = createClient({ baseUrl: 'https://labkey.example.org', credentials: 'anonymous' })

/** Every method of a client, with where it is documented. */
const methods = Object.entries(labkey).flatMap(([area, value]: [string, unknown]) => {
  if (typeof value === 'function') return [{ name: area, call: `labkey.${area}`, area: '' }]
  if (typeof value !== 'object' || value === null) return []
  return Object.keys(value).map((name) => ({ name, call: `labkey.${area}.${name}`, area }))
})

const folderOf = (area: string) => area.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

test('each method of a client says what it needs of the server, and has an example', () => {
  const lacking = methods.flatMap(({ name, call, area }) => {
    const own = documented.filter(
      (one) =>
        one.name === name &&
        one.text !== '' &&
        (area === '' ? /create-client|fan-out/ : new RegExp(`/${folderOf(area)}/[\\w-]+-api`)).test(
          one.file,
        ),
    )
    const examples = own.map(({ text }) => examplesIn(text).join(''))
    const missing = [
      own.length > 0 && own.every(({ text }) => /\n *\* Servers: /.test(text)) ? '' : 'Servers:',
      examples.length > 0 && examples.every((code) => new RegExp(`\\b${call}[(<]`).test(code))
        ? ''
        : 'an example with its call',
    ].filter(Boolean)
    return missing.length === 0 ? [] : [`${call}: ${missing.join(', ')}`]
  })
  expect(methods.length).toBeGreaterThan(150)
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
  expect(codes.length).toBeGreaterThan(170)
  expect(problems).toEqual([])
})
