// What a project of a user's own does with the packed packages: it compiles against them with old and new TypeScript,
// requires them, installs them with pnpm, and bundles them.
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, type Outcome } from './command.ts'
import { tarballOf } from './packed.ts'
import { packages, root } from './packages.ts'
import { npm, pnpm } from './pnpm.mjs'
import { oneCheck, type StepResult } from './steps.ts'

const oldest = '5.4.5'
const compilers = [oldest, '5.9.3', '6.0.3', '7.0.2']
const bundlers = { esbuild: '0.27.7', vite: '8.3.8' }

const program = `import { createClient, filter, fromValue, type LabKeyClient } from '@wellkey/client'
import { attachCredentials } from '@wellkey/client/axios'
import { Secret } from '@wellkey/credentials'
import { findEntry, parse } from '@wellkey/netrc'
import netrc from '@wellkey/netrc/compat'
import { createServer } from '@wellkey/server'

const labkey: LabKeyClient = createClient({ baseUrl: 'https://labkey.example.org', credentials: fromValue('x') })
const filters = [filter('Age').gte(18)]
const rows: Promise<readonly { Age: number }[]> = labkey.query
  .selectRows<{ Age: number }>({ schemaName: 'lists', queryName: 'Patients', filters })
  .then((answer) => answer.rows)
const login: string | undefined = findEntry(parse('machine a login b'), { host: 'a' })?.login
export { attachCredentials, createServer, login, netrc, rows, Secret }
`

// Columns that the compiler knows, and one that there is not.
const typedProgram = `import { createClient } from '@wellkey/client'
import { filter, typed } from '@wellkey/client/typed'
import type { LabKeySchemas } from './typed-rows.generated.js'

const labkey = typed<LabKeySchemas>(createClient({ baseUrl: 'https://labkey.example.org' }))
const table = { schemaName: 'lists', queryName: 'Results' } as const
export const values: Promise<readonly (number | null)[]> = labkey.query
  .selectRows({ ...table, columns: ['Value', 'SpecimenId/PatientId/Site'], filters: [filter('Flag').eq('H')] })
  .then(({ rows }) => rows.map(({ Value }) => Value))
// @ts-expect-error There is no such column.
export const wrong = labkey.query.selectRows({ ...table, columns: ['Valeu'] })
`

// msw's own types need those of a browser, and a TypeScript that its type-fest is written for.
const programWithMsw = `import { createServer } from '@wellkey/server'
import { handlers } from '@wellkey/server/msw'
import { setupServer } from 'msw/node'
export const network = setupServer(...handlers(createServer({ users: [] }), { baseUrl: 'https://labkey.example.org' }))
`

/** Installs the tarballs beside every compiler and bundler; `tarballs` is what \`packInto\` filled. */
export async function installConsumers(folder: string, tarballs: string): Promise<StepResult> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  writeFileSync(join(folder, 'program.ts'), program)
  writeFileSync(join(folder, 'with-msw.ts'), programWithMsw)
  writeFileSync(join(folder, 'typed.ts'), typedProgram)
  const generated = 'typed-rows.generated.ts'
  copyFileSync(join(root, 'examples', generated), join(folder, generated))
  const nodeTypes = 22
  const wanted = [
    ...packages.map((item) => tarballOf(item, tarballs)),
    ...compilers.map((version) => `typescript-${version}@npm:typescript@${version}`),
    ...Object.entries(bundlers).map(([name, version]) => `${name}@${version}`),
    `@types/node@${nodeTypes}`,
    'msw@2',
  ]
  const { code, output } = npm(['install', '--ignore-scripts', ...wanted], folder)
  return oneCheck(code === 0, output)
}

/** One check for each compiler and way of resolving, with every library checked as well. */
export async function compileConsumers(folder: string): Promise<StepResult> {
  const outcomes: Outcome[] = []
  for (const version of compilers) {
    for (const resolution of ['nodenext', 'bundler'] as const) {
      for (const [file, lib] of [
        ['program.ts', ['es2023']],
        ['typed.ts', ['es2023']],
        ['with-msw.ts', ['es2023', 'dom', 'dom.iterable']],
      ] as const) {
        if (file === 'with-msw.ts' && version === oldest) continue
        const config = `tsconfig.${version}-${resolution}-${file}.json`
        const compilerOptions = {
          target: 'es2022',
          lib,
          module: resolution === 'bundler' ? 'esnext' : 'nodenext',
          moduleResolution: resolution,
          strict: true,
          skipLibCheck: false,
          noEmit: true,
          types: ['node'],
        }
        writeFileSync(join(folder, config), JSON.stringify({ compilerOptions, files: [file] }))
        const tsc = join(folder, `node_modules/typescript-${version}/bin/tsc`)
        const args = [tsc, '-p', config]
        const { ok, output } = await run({ program: process.execPath, args, cwd: folder })
        outcomes.push({ ok, output: `TypeScript ${version}, ${resolution}, ${file}\n${output}` })
      }
    }
  }
  return concluded(outcomes, `TypeScript ${compilers.join(', ')}, nodenext and bundler`)
}

/** Bundles a program for Node with each bundler, runs the bundles, and requires the packages. */
export async function bundleConsumers(folder: string): Promise<StepResult> {
  const source = `import { createClient, fromValue } from '@wellkey/client'
import { findEntry, parse } from '@wellkey/netrc'
const labkey = createClient({ baseUrl: 'https://labkey.example.org', credentials: fromValue('x') })
console.log(typeof labkey.query.selectRows, findEntry(parse('machine a login b'), { host: 'a' })?.login)
`
  writeFileSync(join(folder, 'bundled.js'), source)
  writeFileSync(
    join(folder, 'required.cjs'),
    `const { createClient, fromValue } = require('@wellkey/client')
const { findEntry, parse } = require('@wellkey/netrc')
const labkey = createClient({ baseUrl: 'https://labkey.example.org', credentials: fromValue('x') })
console.log(typeof labkey.query.selectRows, findEntry(parse('machine a login b'), { host: 'a' })?.login)
`,
  )
  const node = (args: readonly string[]): Promise<Outcome> =>
    run({ program: process.execPath, args: [...args], cwd: folder })
  const outcomes = [
    await node([
      'node_modules/esbuild/bin/esbuild',
      'bundled.js',
      '--bundle',
      '--platform=node',
      '--format=esm',
      "--banner:js=import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url)",
      '--external:@github/keytar',
      '--external:keytar',
      '--outfile=esbuild.mjs',
    ]),
    await node([
      'node_modules/vite/bin/vite.js',
      'build',
      '--ssr',
      'bundled.js',
      '--outDir',
      'vite',
    ]),
  ]
  for (const file of ['esbuild.mjs', 'vite/bundled.js', 'required.cjs']) {
    const { ok, output } = await node([file])
    outcomes.push({ ok: ok && output.includes('function b'), output: `${file}\n${output}` })
  }
  return concluded(outcomes, 'esbuild, vite, require')
}

/** Installs the tarballs with pnpm, which lets a package see nothing but what it names. */
export async function installWithPnpm(folder: string, tarballs: string): Promise<StepResult> {
  mkdirSync(folder, { recursive: true })
  const files = packages.map((item) => [item.name, `file:${tarballOf(item, tarballs)}`] as const)
  const ours = Object.fromEntries(files)
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies: ours }),
  )
  writeFileSync(
    join(folder, 'pnpm-workspace.yaml'),
    `overrides: ${JSON.stringify(ours)}\nstrictDepBuilds: false\n`,
  )
  const { code, output } = pnpm(['install', '--ignore-scripts', '--prefer-offline'], folder)
  if (code !== 0) return oneCheck(false, output)
  const loaded = await run({
    program: process.execPath,
    args: [
      '--input-type=module',
      '--eval',
      packages
        .filter(({ isLibrary }) => isLibrary)
        .map(({ name }) => `await import('${name}')`)
        .join('\n'),
    ],
    cwd: folder,
  })
  const command = join(folder, 'node_modules/.bin/wellkey')
  const version = existsSync(command)
    ? await run({ program: command, args: ['--version'], cwd: folder })
    : { ok: false, output: `no ${command}` }
  return concluded([loaded, version], 'every package imported, the command run')
}

function concluded(outcomes: readonly Outcome[], note: string): StepResult {
  const failed = outcomes.filter(({ ok }) => !ok)
  return oneCheck(failed.length === 0, failed.map(({ output }) => output).join('\n'), note)
}
