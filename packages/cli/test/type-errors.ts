// Programs that use a file of `wellkey types`, compiled as a person's editor does.
import { join } from 'node:path'
import ts from 'typescript'

const root = join(import.meta.dirname, '../../..')

/** What the compiler says of a program that uses a generated file. */
export function typeErrors(program: string, generated: string): readonly string[] {
  const main = join(root, '.virtual', 'use.ts')
  const sources = new Map([
    [main, program],
    [join(root, '.virtual', 'labkey.ts'), generated],
  ])
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    types: ['node'],
    customConditions: process.env['TEST_DIST'] === '1' ? [] : ['@wellkey/source'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUnusedLocals: true,
    skipLibCheck: true,
    noEmit: true,
    allowImportingTsExtensions: true,
  }
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  const exists = host.fileExists.bind(host)
  host.fileExists = (name) => sources.has(name) || exists(name)
  // The folder is in no file system.
  host.directoryExists = () => true
  host.getSourceFile = (name, ...rest) => {
    const text = sources.get(name)
    return text === undefined ? read(name, ...rest) : ts.createSourceFile(name, text, rest[0])
  }
  const made = ts.createProgram([...sources.keys()], options, host)
  return [...sources.keys()].flatMap((name) => {
    const source = made.getSourceFile(name)
    const found = [...made.getSyntacticDiagnostics(source), ...made.getSemanticDiagnostics(source)]
    return found.map(({ start, messageText }) => {
      const line = source?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0
      return `${name === main ? 'use' : 'labkey'}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    })
  })
}
