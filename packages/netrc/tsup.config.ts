import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    browser: 'src/browser.ts',
    compat: 'src/compat/index.ts',
    // A file of its own, so that a bundler can leave it out.
    'lint-rules': 'src/lint/rule-table.ts',
  },
  format: 'esm',
  target: 'node20.19',
  clean: true,
  sourcemap: true,
  // tsup 8 sets `baseUrl` for its d.ts build, which TypeScript 6 only takes with this.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
})
