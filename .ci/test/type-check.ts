// Type-checks blocks of code of documents as modules of this repository, without writing them anywhere.
import { join } from 'node:path'
import ts from 'typescript'
import type { Block } from './documents.ts'
import { onDist, root } from './example-demo.ts'

/** What a reader of a document has at hand when a block begins. */
const atHand = `
import type { LabKeyClient } from '@wellkey/client'
import type { NetrcDocument } from '@wellkey/netrc'
import type { Server } from '@wellkey/server'
declare global {
  const createClient: typeof import('@wellkey/client').createClient
  const createReadStream: typeof import('node:fs').createReadStream
  const createServer: typeof import('@wellkey/server').createServer
  const filter: typeof import('@wellkey/client').filter
  const labkey: LabKeyClient
  const server: Server
  const document: NetrcDocument
  const key: string
  const patients: readonly { readonly PatientId: string }[]
  function keep(key: string): Promise<void>
}
`

/** Answers with one line for each error, by the place in the document. */
export function typeErrorsIn(blocks: readonly Block[]): readonly string[] {
  const folder = join(root, '.virtual')
  const sources = new Map([[join(folder, 'at-hand.ts'), atHand]])
  const places = new Map<string, Block>()
  for (const [at, block] of blocks.entries()) {
    const name = join(folder, `${at}.ts`)
    sources.set(name, `${block.code}\nexport {}\n`)
    places.set(name, block)
  }
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    types: ['node'],
    customConditions: onDist ? [] : ['@wellkey/source'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
    allowImportingTsExtensions: true,
  }
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  const exists = host.fileExists.bind(host)
  host.fileExists = (name) => sources.has(name) || exists(name)
  host.getSourceFile = (name, ...rest) => {
    const text = sources.get(name)
    return text === undefined ? read(name, ...rest) : ts.createSourceFile(name, text, rest[0])
  }
  const program = ts.createProgram([...sources.keys()], options, host)
  return [...sources.keys()].flatMap((name) => {
    const source = program.getSourceFile(name)
    const found = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]
    return found.map(({ start, messageText }) => {
      const words = ts.flattenDiagnosticMessageText(messageText, ' ')
      const block = places.get(name)
      const offset = source?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0
      return block === undefined ? words : `${block.file}:${block.line + offset}: ${words}`
    })
  })
}
