import { basename } from 'node:path'
import { defineConfig, type Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

const common: Options = {
  target: 'node20.19',
  sourcemap: true,
  clean: true,
  removeNodeProtocol: false,
}

/** What a command does is a file of its own, loaded when the command runs. */
const loadWhenRun: Plugin = {
  name: 'load when run',
  setup: (build) => {
    // `import()` would start Node's loader for modules, which takes longer than all of the start.
    build.onResolve({ filter: /\/actions\/.*\.ts$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: basename(path, '.ts'), namespace: 'action' } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'action' }, ({ path }) => ({
      contents: `module.exports = require('../actions/${path}.cjs')`,
    }))
    build.onResolve({ filter: /^\.\.\/actions\/.*\.cjs$/ }, ({ path }) => ({
      path,
      external: true,
    }))
    build.onResolve({ filter: /\/online\/.*\.ts$/ }, ({ kind, path }) =>
      kind === 'dynamic-import'
        ? { path: `../online/${basename(path, '.ts')}.js`, external: true }
        : undefined,
    )
  },
}

/** Parts of Node that most commands import and few use; each costs milliseconds to load. */
const seldomUsed = ['child_process', 'crypto', 'perf_hooks', 'timers/promises', 'worker_threads']

/** Loads these parts when something of them is used, not when they are imported. */
const loadWhenUsed: Plugin = {
  name: 'load when used',
  setup: (build) => {
    const filter = new RegExp(`^(node:)?(${seldomUsed.join('|')})$`)
    build.onResolve({ filter }, ({ path, namespace }) =>
      namespace === 'seldom used'
        ? { path, external: true }
        : { path: path.replace(/^(node:)?/, 'node:'), namespace: 'seldom used' },
    )
    build.onLoad({ filter: /.*/, namespace: 'seldom used' }, async ({ path }) => {
      const names = Object.keys((await import(path)) as object).filter((name) => name !== 'default')
      const getters = names.map((name) => `get ${name}() { return require('${path}').${name} }`)
      return { contents: `module.exports = { ${getters.join(', ')} }` }
    })
  },
}

export default defineConfig([
  // What every start pays for: commander and the commands' definitions.
  {
    ...common,
    entry: { main: 'src/main.ts' },
    outDir: 'dist/start',
    format: 'cjs',
    minify: true,
    noExternal: ['commander'],
    esbuildPlugins: [loadWhenRun, loadWhenUsed],
  },
  // Commands that need no server: each with the packages it uses in one file.
  {
    ...common,
    entry: ['src/actions/*.ts'],
    outDir: 'dist/actions',
    format: 'cjs',
    minify: true,
    noExternal: ['@wellkey/netrc', '@wellkey/credentials'],
    esbuildPlugins: [loadWhenUsed],
    esbuildOptions: (options) => {
      options.conditions = ['@wellkey/source']
    },
  },
  // Commands that talk to a server, with the client as it is installed.
  { ...common, entry: ['src/online/*.ts'], outDir: 'dist/online', format: 'esm' },
])
