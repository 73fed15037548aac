import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
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
      kind === 'dynamic-import' ? { path: basename(path, '.ts'), namespace: 'online' } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'online' }, ({ path }) => ({
      contents: `module.exports = require('../online/online.cjs').commands['${path}']`,
    }))
    build.onResolve({ filter: /^\.\.\/online\/online\.cjs$/ }, ({ path }) => ({
      path,
      external: true,
    }))
  },
}

/**
 * All commands that talk to a server, in one file: they share the client, which is most of each, and
 * Node takes longer to find a hundred small files than to read a large one.
 */
const everyOnline: Plugin = {
  name: 'every online command',
  setup: (build) => {
    build.onLoad({ filter: /\/build\/online\.ts$/ }, async ({ path }) => {
      const folder = join(dirname(path), '../src/online')
      const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'))
      const members = files.map(
        (file) => `get '${basename(file, '.ts')}'() { return require('../src/online/${file}') }`,
      )
      return {
        contents: `export const commands = { ${members.join(', ')} }`,
        resolveDir: dirname(path),
      }
    })
  },
}

/**
 * The client gives axios an adapter and bodies of its own, so that what axios has for them is never asked.
 * To load it takes half of the time of a command that sends one request. Should it be asked all the
 * same, it fails with words; should axios move its files, they are loaded as before.
 */
const axiosAsUsed: Plugin = {
  name: 'axios as the client uses it',
  setup: (build) => {
    build.onLoad({ filter: /\/axios\/lib\/adapters\/(http|xhr|fetch)\.js$/ }, () => ({
      contents: 'export default false; export const getFetch = () => undefined',
    }))
    // To look whether there is a global FormData loads all of Node's fetch. What axios is given is never one.
    build.onLoad({ filter: /\/axios\/lib\/utils\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/typeof G\.FormData\b/, "'undefined'"),
    }))
    build.onResolve({ filter: /^form-data$/ }, ({ path }) => ({ path, namespace: 'not asked' }))
    build.onLoad({ filter: /.*/, namespace: 'not asked' }, ({ path }) => ({
      contents: `module.exports = class { constructor() { throw new Error('Not in this bundle: ${path}') } }`,
    }))
  },
}

/** Parts of Node that most commands import and few use; each costs milliseconds to load. */
const seldomUsed = [
  'child_process',
  'crypto',
  'fs/promises',
  'os',
  'perf_hooks',
  'timers/promises',
  'worker_threads',
]

/**
 * Answers that need no loading: Node has them without the part that they are exported by. Together with
 * the plugin below `status` loads 123 parts of Node; 133 without the answer for `readFile`, and 159 without
 * the plugin.
 */
const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Parts of names for temporary files. The command is a program, never a worker, and the main thread has
  // this number.
  'node:worker_threads': { threadId: '0' },
  // It blocks where the other would not. In these commands nothing else goes on meanwhile, and what they
  // read are netrc files and records of a few kilobytes.
  'node:fs/promises': {
    readFile: `async (...values) => require('node:fs').readFileSync(...values)`,
  },
}

/** Loads these parts when something of them is called or asked for, not when they are imported. */
const loadWhenUsed: Plugin = {
  name: 'load when used',
  setup: (build) => {
    const filter = new RegExp(`^(node:)?(${seldomUsed.join('|')})$`)
    build.onResolve({ filter }, ({ path, namespace, importer }) =>
      namespace === 'seldom used'
        ? { path, external: true }
        : {
            path: `${path.replace(/^(node:)?/, 'node:')} for ${importer}`,
            namespace: 'seldom used',
            pluginData: { part: path.replace(/^(node:)?/, 'node:'), importer },
          },
    )
    build.onLoad({ filter: /.*/, namespace: 'seldom used' }, async ({ pluginData }) => {
      const { part, importer } = pluginData as { readonly part: string; readonly importer: string }
      const all = (await import(part)) as Readonly<Record<string, unknown>>
      const members = namesIn(await readFile(importer, 'utf8'), Object.keys(all)).map((name) => {
        const own = known[part]?.[name]
        if (own !== undefined) return `get ${name}() { return ${own} }`
        // A class cannot be called by another function; Node's have capitals.
        return typeof all[name] === 'function' && /^[a-z]/.test(name)
          ? `${name}(...values) { return require('${part}').${name}(...values) }`
          : `get ${name}() { return require('${part}').${name} }`
      })
      return { contents: `module.exports = { ${members.join(', ')} }` }
    })
  },
}

/** Each name costs a moment at the start, so that only those go in that the source may mean. */
function namesIn(source: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => name !== 'default' && new RegExp(`\\b${name}\\b`).test(source))
}

/**
 * The functions of `@wellkey/netrc` that the provider uses, which takes the package as a whole when it
 * is first asked: without this its linter and its editor would be in every command.
 */
const usedOfNetrc: Plugin = {
  name: 'used of netrc',
  setup: (build) => {
    build.onResolve({ filter: /^@wellkey\/netrc$/ }, ({ kind, importer }) =>
      kind === 'dynamic-import' && importer.endsWith('from-netrc.ts')
        ? { path: importer, namespace: 'used of netrc' }
        : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'used of netrc' }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const names = new Set(source.match(/(?<=\bnetrc\.)\w+/g))
      const contents = `export { ${[...names].join(', ')} } from '@wellkey/netrc'`
      return { contents, resolveDir: dirname(path) }
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
    // `import.meta.url`, from which keytar is looked for.
    shims: true,
    noExternal: ['@wellkey/netrc', '@wellkey/credentials', 'fast-string-truncated-width'],
    esbuildPlugins: [loadWhenUsed, usedOfNetrc],
    esbuildOptions: (options) => {
      options.conditions = ['@wellkey/source']
      // Asking for the global object loads a part of Node that takes longer than this.
      options.define = { ...options.define, 'performance.now': 'elapsedMs' }
      options.inject = [...(options.inject ?? []), 'build/elapsed-ms.ts']
    },
  },
  // Commands that talk to a server, with the client.
  {
    ...common,
    entry: { online: 'build/online.ts' },
    outDir: 'dist/online',
    format: 'cjs',
    minify: true,
    shims: true,
    noExternal: [/^@wellkey\//, 'fast-string-truncated-width'],
    esbuildPlugins: [everyOnline, axiosAsUsed],
    esbuildOptions: (options) => {
      options.conditions = ['@wellkey/source']
    },
  },
])
