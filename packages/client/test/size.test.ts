// What an import of createClient weighs with all that it needs, as a bundler would ship it.
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type BuildOptions, type Plugin } from 'esbuild'
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

const settings = {
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
  write: false,
} as const satisfies BuildOptions

async function bundle(plugins: Plugin[]) {
  const { outputFiles, metafile } = await build({ ...settings, plugins })
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

test('so is the sum of its files, as packed one by one, when what is loaded on use is split off', async () => {
  const { outputFiles, metafile } = await build({
    ...settings,
    splitting: true,
    outdir: '/out',
  })
  const { outputs } = metafile
  const entry = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === '<stdin>') ?? ''
  const eager = new Set<string>()
  const walk = (file: string): void => {
    if (eager.has(file)) return
    eager.add(file)
    for (const { kind, path } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && path in outputs) walk(path)
    }
  }
  walk(entry)
  const packed = [...eager].map((file) => {
    const made = outputFiles.find(({ path }) => path.endsWith(basename(file)))
    return gzipSync(made?.contents ?? '', { level: 9 }).length
  })
  expect(packed.length).toBeGreaterThan(5)
  expect(packed.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(15_000)
})

test('axios is imported by one file', async () => {
  const { metafile, sources } = await bundle([])
  expect(sources).toContain('query/select-rows.ts')
  const importers = Object.entries(metafile.inputs)
    .filter(([, { imports }]) => imports.some(({ path }) => path === 'axios'))
    .map(([file]) => file.replace(/^.*\/src\//, ''))
  expect(importers).toEqual(['transport/transport.ts'])
})
