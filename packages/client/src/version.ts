/** This package's version, as its manifest says it; a bundle need not carry the whole manifest for it. */
export const version: string = '0.0.0'
