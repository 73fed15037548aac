// A field key is a path of column names joined by `/`, each encoded so that it holds none of the
// characters on the right (contract 4.1). `$` is encoded first and so decoded last.
const escapes: readonly (readonly [string, string])[] = [
  ['$C', ','],
  ['$P', '.'],
  ['$T', '~'],
  ['$B', '}'],
  ['$A', '&'],
  ['$S', '/'],
  ['$D', '$'],
]

/** Splits a field key into decoded column names. */
export function parseFieldKey(key: string): readonly string[] {
  return key.split('/').map(decodePart)
}

/** Joins column names to a field key. */
export function stringifyFieldKey(parts: readonly string[]): string {
  return parts.map(encodePart).join('/')
}

/** Splits a schema path, such as `assay.General.My Assay`, into decoded names. */
export function parseSchemaKey(key: string): readonly string[] {
  return key.split('.').map(decodePart)
}

function decodePart(part: string): string {
  return escapes.reduce((text, [code, char]) => text.replaceAll(code, char), part)
}

function encodePart(part: string): string {
  return escapes
    .toReversed()
    .reduce((text, [code, char]) => text.replaceAll(char, () => code), part)
}
