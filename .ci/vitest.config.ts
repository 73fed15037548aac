// One vitest project a package. The suites import the packages by name: from `src` through the export
// condition `@wellkey/source`, or, with TEST_DIST=1, from `dist`, so that what ships is what is tested.
import { defineConfig } from 'vitest/config'

const conditions = process.env['TEST_DIST'] === '1' ? [] : ['@wellkey/source']
const packages = ['netrc', 'credentials', 'client', 'server', 'cli']

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
  test: {
    projects: packages.map((name) => ({
      extends: true as const,
      test: {
        name,
        include: [`packages/${name}/test/**/*.test.ts`],
        environment: 'node',
      },
    })),
  },
})
