// Members of JSON objects by their type: what is of another type counts as missing.

/** A JSON object whose members are not known. */
export type Json = Readonly<Record<string, unknown>>

/** Says whether a value is an object, not an array and not null. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** The objects of an array; none if it is no array. */
export function objectsOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** The texts of an array; none if it is no array. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** An object of those members that are there: `undefined` is left out. */
export function present<Members extends Json>(
  members: Members,
): { [Name in keyof Members]?: Exclude<Members[Name], undefined> } {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
    // Nothing but the members that are undefined is gone.
  ) as { [Name in keyof Members]?: Exclude<Members[Name], undefined> }
}
