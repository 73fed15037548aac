// What an area weighs by itself, and that a client carries none of it before it is used.
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'esbuild'
import { expect, test } from 'vitest'
import { areas } from './area-cases.ts'

const source = join(import.meta.dirname, '../../src')

/** Leaves out what is loaded by the first call that needs it. */
const withoutLazy: Plugin = {
  name: 'without what is loaded on use',
  setup(building) {
    building.onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    )
  },
}

async function bundle(contents: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: source },
    bundle: true,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    conditions: ['@wellkey/source'],
    external: ['axios', '@wellkey/credentials'],
    plugins: [withoutLazy],
    write: false,
  })
  const [output] = Object.values(metafile.outputs)
  const carried = Object.entries(output?.inputs ?? {}).filter(([, one]) => one.bytesInOutput > 0)
  return {
    bytes: gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length,
    sources: carried.map(([path]) => path.replace(/^.*\/src\//, '')),
  }
}

const folderOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

test.each(areas.map(({ name }) => name))(
  '%s weighs at most 6 KB, minified and packed',
  async (name) => {
    const { bytes, sources } = await bundle(`export * from './${folderOf(name)}/index.ts'`)
    expect(bytes).toBeLessThan(6000)
    // What is weighed is the real thing, and no second client.
    expect(bytes).toBeGreaterThan(2500)
    expect(sources).toContain('ask.ts')
    expect(sources).not.toContain('create-client.ts')
  },
)

test('one function brings no other', async () => {
  const { sources } = await bundle(`export { createGroup } from './security/index.ts'`)
  expect(sources).toContain('security/change-groups.ts')
  expect(sources).not.toContain('security/users.ts')
  expect(sources).not.toContain('security/policies.ts')
})

test('createClient carries the names of areas, and nothing that they are made of', async () => {
  const { sources } = await bundle(`export { createClient } from './create-client.ts'`)
  const folders = areas.map(({ name }) => `${folderOf(name)}/`)
  expect(sources.filter((path) => folders.some((folder) => path.startsWith(folder)))).toEqual([])
  expect(sources).not.toContain('ask.ts')
})
