import { basename } from 'node:path'
import { defineConfig, type Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

const common: Options = { target: 'node20.19', sourcemap: true, clean: true }

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

export default defineConfig([
  // What every start pays for: commander and the commands' definitions.
  {
    ...common,
    entry: { main: 'src/main.ts' },
    outDir: 'dist/start',
    format: 'cjs',
    minify: true,
    noExternal: ['commander'],
    esbuildPlugins: [loadWhenRun],
  },
  // Commands that need no server: each with the packages it uses in one file.
  {
    ...common,
    entry: ['src/actions/*.ts'],
    outDir: 'dist/actions',
    format: 'cjs',
    minify: true,
    noExternal: ['@wellkey/netrc', '@wellkey/credentials'],
    esbuildOptions: (options) => {
      options.conditions = ['@wellkey/source']
    },
  },
  // Commands that talk to a server, with the client as it is installed.
  { ...common, entry: ['src/online/*.ts'], outDir: 'dist/online', format: 'esm' },
])
