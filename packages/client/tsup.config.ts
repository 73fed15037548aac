import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'src/index.ts', axios: 'src/axios/index.ts' },
  format: 'esm',
  target: 'node20.19',
  clean: true,
  sourcemap: true,
  // tsup 8 sets `baseUrl` for its d.ts build, which TypeScript 6 only takes with this.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
})
