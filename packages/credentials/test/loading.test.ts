// What importing the package brings in: nothing that starts processes, touches files or is native.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const onDist = process.env['TEST_DIST'] === '1'
const entry = join(import.meta.dirname, onDist ? '../dist/index.js' : '../src/index.ts')

/** The modules outside this package that a file imports at once, itself or through others of ours. */
function importsOf(file: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  const source = readFileSync(file, 'utf8')
  const pattern = /^(?:import|export)(?!\s+type\b)(?:[^'";]*?\bfrom)?\s*['"]([^'"]+)['"]/gm
  for (const [, name = ''] of source.matchAll(pattern)) {
    const target = name.startsWith('.') ? join(dirname(file), name) : name
    if (seen.has(target)) continue
    seen.add(target)
    if (name.startsWith('.')) importsOf(target, seen)
  }
  return seen
}

test('importing the package imports none of another package and none of Node', () => {
  const imports = [...importsOf(entry)]
  expect(imports.length).toBeGreaterThan(onDist ? 0 : 20)
  expect(imports.filter((name) => !name.startsWith('/'))).toEqual([])
})

/** The built-in modules and shared objects that a script has more than another one. */
async function loadedBy(script: string, other: string): Promise<readonly string[]> {
  const load = async (text: string): Promise<readonly string[]> => {
    const report = `${text}
      console.log(JSON.stringify([...process.moduleLoadList, ...process.report.getReport().sharedObjects]))`
    const args = ['--input-type=module', '--eval', report]
    const options = { cwd: import.meta.dirname, maxBuffer: 2 ** 24 }
    const { stdout } = await promisify(execFile)(process.execPath, args, options)
    return JSON.parse(stdout) as readonly string[]
  }
  const [base, all] = await Promise.all([load(other), load(script)])
  return all.filter((name) => !base.includes(name))
}

const unwanted = /NativeModule (child_process|fs|net|tty|os|crypto)\b|\.node$|libsecret|keytar/

// tsx, which runs the sources, loads all of Node for itself; so only the built package can be watched.
const watched = [
  {
    name: 'making every provider and asking for a value loads nothing',
    script: `
      const { defaultProvider, fromCommand, cached, memoryKeychain } = await import('@wellkey/credentials')
      const provider = cached(defaultProvider({ key: 'k', environment: {} }))
      fromCommand(['x'])
      memoryKeychain()
      await provider({ url: new URL('https://lab.example') })`,
    than: '',
  },
  {
    name: 'asking a keychain loads what it needs, and keytar in the other process only',
    script: `
      const { systemKeychain } = await import('@wellkey/credentials')
      const environment = { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }
      const keychain = systemKeychain({ environment, timeoutMs: 20_000 })
      await keychain.get('https://lab.example', 'x').catch(() => 0)`,
    // With what Node needs for these, which is not the same in each of its versions.
    than: `for (const name of ['child_process', 'fs', 'net', 'tty']) await import('node:' + name)`,
  },
]

test.for(onDist ? watched : [])('$name', { timeout: 60_000 }, async ({ script, than }) => {
  const loaded = await loadedBy(script, than)
  expect(loaded.filter((name) => unwanted.test(name))).toEqual([])
})

test('a module that is not wanted would be seen', { timeout: 60_000 }, async () => {
  const loaded = await loadedBy(`await import('node:os')`, '')
  expect(loaded.filter((name) => unwanted.test(name))).toEqual(['NativeModule os'])
})
