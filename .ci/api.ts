// Writes down what each package exports, from the declarations that ship, and compares it with `.ci/api/NAME.txt`:
// no name or signature that users see changes unnoticed. `npm run api` writes the files anew.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { packages, root, type WorkspacePackage } from './packages.ts'
import { oneCheck, type StepResult } from './steps.ts'

const folder = join(root, '.ci/api')

/** Compares every package with its file. */
export async function checkApi(): Promise<StepResult> {
  const changed = packages
    .filter((item) => item.isLibrary)
    .flatMap((item) => {
      const change = firstChange(readText(fileOf(item)), apiOf(item))
      return change === undefined ? [] : [`${item.name}: ${change}`]
    })
  const words = [...changed, 'If the change is meant: npm run api, and a changeset']
  return oneCheck(changed.length === 0, words.join('\n'))
}

/** Writes the files anew. */
export function writeApi(): void {
  mkdirSync(folder, { recursive: true })
  for (const item of packages.filter(({ isLibrary }) => isLibrary)) {
    writeFileSync(fileOf(item), apiOf(item))
  }
}

function fileOf({ name }: WorkspacePackage): string {
  return join(folder, `${name.split('/')[1]}.txt`)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function firstChange(before: string, after: string): string | undefined {
  if (before === after) return undefined
  const [old, now] = [before.split('\n'), after.split('\n')]
  const at = now.findIndex((line, index) => line !== old[index])
  const index = at < 0 ? now.length : at
  return `line ${index + 1} was "${old[index] ?? ''}" and is "${now[index] ?? ''}"`
}

/** One text for all entries of a package: every exported name with its declaration, in order of names. */
function apiOf(item: WorkspacePackage): string {
  const entries = typesOf(item)
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023, types: ['node'] },
  )
  const checker = program.getTypeChecker()
  const printer = ts.createPrinter({ removeComments: true })
  const parts = entries.map(({ entry, file }) => {
    const source = program.getSourceFile(file)
    const symbol = source && checker.getSymbolAtLocation(source)
    if (symbol === undefined) throw new Error(`${file} exports nothing; npm run build first`)
    const lines = checker
      .getExportsOfModule(symbol)
      .toSorted((one, other) => (one.name < other.name ? -1 : 1))
      .map((exported) => textOf(exported, checker, printer))
    return `# ${item.name}${entry.slice(1)}\n\n${lines.join('\n')}\n`
  })
  return parts.join('\n')
}

function textOf(exported: ts.Symbol, checker: ts.TypeChecker, printer: ts.Printer): string {
  const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0
  const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported
  const texts = (symbol.declarations ?? []).map((declaration) => {
    const file = declaration.getSourceFile()
    if (file.fileName.includes('/node_modules/')) return `from ${packageOf(file.fileName)}`
    const text = printer.printNode(ts.EmitHint.Unspecified, declaration, file)
    return text.replaceAll(/import\("[^"]*\/packages\//g, 'import("')
  })
  return `${exported.name}: ${texts.toSorted().join('\n  and ')}`
}

function packageOf(path: string): string {
  const parts = (path.split('/node_modules/').at(-1) ?? '').split('/')
  return parts.slice(0, parts[0]?.startsWith('@') ? 2 : 1).join('/')
}

function typesOf({ folder: home }: WorkspacePackage): readonly {
  readonly entry: string
  readonly file: string
}[] {
  const { exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, string | { readonly types?: string }>>
  }
  return Object.entries(exports).flatMap(([entry, target]) => {
    if (typeof target === 'string' || target.types === undefined) return []
    const { types } = target
    if (!entry.includes('*')) return [{ entry, file: join(home, types) }]
    return namesBehind(join(home, types)).map((name) => ({
      entry: entry.replace('*', name),
      file: join(home, types.replace('*', name)),
    }))
  })
}

/** What a `*` in the path of declarations may stand for. */
function namesBehind(pattern: string): readonly string[] {
  const ending = pattern.slice(pattern.indexOf('*') + 1)
  return readdirSync(dirname(pattern))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .toSorted()
}
