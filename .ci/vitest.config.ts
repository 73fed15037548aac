// One vitest project a package, and one for what belongs to none. The suites import the packages by name: from `src` through the export
// condition `@wellkey/source`, or, with TEST_DIST=1, from `dist`, so that what ships is what is tested.
import { dirname } from 'node:path'
import { defineConfig } from 'vitest/config'

const onDist = process.env['TEST_DIST'] === '1'
// Suites of minutes, not seconds, stand in `test/long` and run by themselves: `node .ci/launch.mjs .ci/long.ts`.
const long = process.env['TEST_LONG'] === '1'
const suites = [
  ...['netrc', 'credentials', 'client', 'server', 'cli'].map((name) => [
    name,
    `packages/${name}/test`,
  ]),
  ['workspace', '.ci/test'],
] as const

export default defineConfig({
  root: dirname(import.meta.dirname),
  ssr: {
    resolve: {
      conditions: [
        ...(onDist ? [] : ['@wellkey/source']),
        'module',
        'node',
        'development|production',
      ],
    },
  },
  test: {
    projects: suites.map(([name, folder]) => ({
      extends: true as const,
      test: {
        name,
        include: [`${folder}/${long ? 'long/' : ''}**/*.test.ts`],
        exclude: [...(long ? [] : ['**/test/long/**']), ...(onDist ? [] : ['**/*-built.test.ts'])],
        environment: 'node',
        testTimeout: long ? 900_000 : name === 'workspace' ? 60_000 : 20_000,
        hookTimeout: long ? 120_000 : 20_000,
        // A test that asserts nothing proves nothing.
        expect: { requireAssertions: true },
        // Node itself loads what ships, not vite.
        server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
      },
    })),
  },
})
