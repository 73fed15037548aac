// What an import of createClient weighs with all that it needs, as a bundler would ship it.
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'esbuild'
import { expect, test } from 'vitest'

/** Leaves out what is loaded by the first call that needs it. */
const withoutLazy: Plugin = {
  name: 'without what is loaded on use',
  setup(building) {
    building.onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    )
  },
}

async function bundle(plugins: Plugin[]) {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export { createClient } from './create-client.ts'`,
      resolveDir: join(import.meta.dirname, '..', 'src'),
    },
    bundle: true,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    conditions: ['@wellkey/source'],
    external: ['axios', '@wellkey/credentials'],
    plugins,
    write: false,
  })
  const [file] = outputFiles
  const sources = Object.keys(metafile.inputs).map((path) => path.replace(/^.*\/src\//, ''))
  return {
    bytes: gzipSync(file?.contents ?? '', { level: 9 }).length,
    sources,
    metafile,
  }
}

test('createClient and what it needs is below 15 KB, minified and packed, without axios', async () => {
  const { bytes, sources } = await bundle([withoutLazy])
  expect(bytes).toBeLessThan(15_000)
  // What is weighed is the real thing.
  expect(bytes).toBeGreaterThan(8000)
  expect(sources).toEqual(
    expect.arrayContaining(['deliver.ts', 'identity.ts', 'cookies.ts', 'transport/exchange.ts']),
  )
  for (const lazy of ['query/select-rows.ts', 'keys/rotate-key.ts', 'answer-error.ts']) {
    expect(sources).not.toContain(lazy)
  }
})

test('axios is imported by one file', async () => {
  const { metafile, sources } = await bundle([])
  expect(sources).toContain('query/select-rows.ts')
  const importers = Object.entries(metafile.inputs)
    .filter(([, { imports }]) => imports.some(({ path }) => path === 'axios'))
    .map(([file]) => file.replace(/^.*\/src\//, ''))
  expect(importers).toEqual(['transport/transport.ts'])
})
