import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    main: 'src/main.ts',
    msw: 'src/msw/index.ts',
    postgres: 'src/postgres/index.ts',
  },
  format: 'esm',
  target: 'node20.19',
  clean: true,
  sourcemap: true,
  // tsup 8 sets `baseUrl` for its d.ts build, which TypeScript 6 only takes with this.
  dts: {
    entry: { index: 'src/index.ts', msw: 'src/msw/index.ts', postgres: 'src/postgres/index.ts' },
    compilerOptions: { ignoreDeprecations: '6.0' },
  },
})
