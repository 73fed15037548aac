// What the part of the client weighs that every call needs, as a bundler would ship it.
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const contents = `
  export { createCore } from './create-core.ts'
  export { resolveClientOptions } from './client-options.ts'`

async function bundle(external: readonly string[]) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: join(import.meta.dirname, '..', 'src') },
    bundle: true,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    conditions: ['@wellkey/source'],
    external: [...external],
    write: false,
  })
  const [file] = outputFiles
  return { bytes: gzipSync(file?.contents ?? '', { level: 9 }).length, metafile }
}

test('the core is below 20 KB, minified and packed, without axios', async () => {
  const { bytes, metafile } = await bundle(['axios', '@wellkey/credentials'])
  expect(bytes).toBeLessThan(20_000)
  // What is weighed is the real thing.
  expect(bytes).toBeGreaterThan(8000)
  const files = Object.keys(metafile.inputs)
  expect(files.some((file) => file.endsWith('src/transport/exchange.ts'))).toBe(true)
  expect(files.some((file) => file.includes('/src/query/'))).toBe(false)
})

test('axios is imported by one file', async () => {
  const { metafile } = await bundle(['axios', '@wellkey/credentials'])
  const importers = Object.entries(metafile.inputs)
    .filter(([, { imports }]) => imports.some(({ path }) => path === 'axios'))
    .map(([file]) => file.replace(/^.*\/src\//, ''))
  expect(importers).toEqual(['transport/transport.ts'])
})
