/** A column: a field key as LabKey writes it (`Owner/DisplayName`), or its parts as they are. */
export type Field = string | readonly string[]

const encodings: Readonly<Record<string, string>> = {
  $: '$D',
  '/': '$S',
  '&': '$A',
  '}': '$B',
  '~': '$T',
  ',': '$C',
  '.': '$P',
}

/**
 * Writes a field key. Parts are encoded (`$ / & } ~ , .`, contract 4.1) and joined by `/`; a text is
 * a field key already and stays as it is.
 *
 * @example
 * ```ts
 * fieldKey(['Owner', 'Last, First']) // 'Owner/Last$C First'
 * ```
 */
export function fieldKey(field: Field): string {
  if (typeof field === 'string') return field
  return field.map(encodePart).join('/')
}

/**
 * Writes the path of a schema from its parts: encoded as those of a field key, joined by `.`.
 *
 * @example
 * ```ts
 * schemaKey(['assay', 'General', 'v1.0']) // 'assay.General.v1$P0'
 * ```
 */
export function schemaKey(parts: readonly string[]): string {
  return parts.map(encodePart).join('.')
}

/** Says whether a value is a {@link Field} with something in it. */
export function isField(value: unknown): value is Field {
  return Array.isArray(value) ? value.length > 0 && value.every(isName) : isName(value)
}

function isName(part: unknown): part is string {
  return typeof part === 'string' && part !== ''
}

function encodePart(part: string): string {
  return part.replace(/[$/&}~,.]/g, (character) => encodings[character] ?? character)
}
