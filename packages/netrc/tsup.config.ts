import { readFile } from 'node:fs/promises'
import { defineConfig, type Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** Speed that only files of thousands of entries need is not worth its bytes in a browser. */
const withoutUsualReader: Plugin = {
  name: 'without the usual reader',
  setup: (made) =>
    made.onLoad({ filter: /[\\/]usual-reader\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/(hasUsualReader = )true/, '$1false'),
      loader: 'ts',
    })),
}

// One build for Node and one for browsers, whose bundlers leave out whole files that nothing asks
// for. In Node each file more delays a look-up, so those are few.
export default defineConfig([
  build('node', { index: 'src/index.ts', compat: 'src/compat/index.ts' }, ['!browser*']),
  build(
    'browser',
    {
      browser: 'src/browser.ts',
      'browser-lint': 'src/lint/lint.ts',
      'browser-fix': 'src/lint/fix.ts',
      'browser-format': 'src/format/format.ts',
    },
    ['!index*', '!compat*', '!node*'],
    [withoutUsualReader],
  ),
])

function build(
  name: string,
  entry: Record<string, string>,
  clean: string[],
  esbuildPlugins: Plugin[] = [],
): Options {
  return {
    entry,
    clean,
    esbuildPlugins,
    format: 'esm',
    target: 'node20.19',
    sourcemap: true,
    esbuildOptions(options) {
      options.chunkNames = `${name}-[hash]`
      // Puts constants in where they are used, which the bundlers of others cannot do any more.
      options.minifySyntax = true
    },
    // tsup 8 sets `baseUrl` for its d.ts build, which TypeScript 6 only takes with this.
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  }
}
