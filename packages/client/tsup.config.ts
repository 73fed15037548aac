import { defineConfig } from 'tsup'

const areas = [
  'containers',
  'data-views',
  'domain',
  'files',
  'list',
  'messages',
  'participant-groups',
  'pipeline',
  'reports',
  'security',
  'specimen',
  'visualization',
  'assay',
  'experiment',
  'filters',
  'urls',
  'storage',
  'typed',
  'type-generator',
]

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    axios: 'src/axios/index.ts',
    ...Object.fromEntries(areas.map((area) => [`areas/${area}`, `src/${area}/index.ts`])),
  },
  format: 'esm',
  target: 'node20.19',
  clean: true,
  sourcemap: true,
  // tsup 8 sets `baseUrl` for its d.ts build, which TypeScript 6 only takes with this.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
})
