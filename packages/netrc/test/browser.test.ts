import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'
import type * as netrc from '@wellkey/netrc'

const isDist = process.env['TEST_DIST'] === '1'
const parsing = 'parse, findEntry, setEntry, removeEntry, stringify, entries'

describe('a bundle for browsers', () => {
  test('parses and edits, without a module of Node', async () => {
    const { code, imports } = await bundle(parsing)
    expect(imports).toEqual([])
    const url = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`
    const built = (await import(/* @vite-ignore */ url)) as typeof netrc
    const document = built.parse(
      '# mine\nmachine a login u password p\nmachine b login v password q\n',
    )
    const changed = built.setEntry(document, { host: 'a', password: 'n w' })
    expect(built.findEntry(changed, { host: 'A' })?.password).toBe('n w')
    expect(built.entries(changed)).toHaveLength(2)
    expect(built.stringify(built.removeEntry(changed, { host: 'b' }))).toBe(
      '# mine\nmachine a login u password "n w"\n',
    )
  })

  test('has all that needs no Node, by the same names', async () => {
    const { code, imports } = await bundle('parse, lint, format, toBytes, NetrcError, fix')
    expect(imports).toEqual([])
    expect(code.length).toBeGreaterThan(1000)
  })

  test('leaves out what is not asked for: no rule of the linter is in it', async () => {
    const { code } = await bundle(parsing)
    expect(code).not.toContain('netrc/macro-init')
    expect(gzipSync(code, { level: 9 }).length).toBeLessThan(9300)
  })
})

async function bundle(names: string): Promise<{ code: string; imports: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export { ${names} } from '@wellkey/netrc'`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    platform: 'browser',
    conditions: isDist ? [] : ['@wellkey/source'],
    format: 'esm',
    minify: true,
    metafile: true,
    write: false,
    logLevel: 'silent',
  })
  const imports = Object.values(metafile.outputs).flatMap(({ imports: found }) => found)
  return { code: outputFiles[0]?.text ?? '', imports: imports.map(({ path }) => path) }
}
