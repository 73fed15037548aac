import manifest from '../package.json' with { type: 'json' }

/** This package's version, as its manifest says it; the build writes it into the bundle. */
export const version: string = manifest.version
