// Where what an error holds could come out.
import { inspect } from 'node:util'

/** Every own property at every depth, getters and symbols and causes included. */
export function walk(value: unknown, seen = new Set<unknown>(), found: string[] = []): string[] {
  if (typeof value === 'string') found.push(value)
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return found
  if (seen.has(value)) return found
  seen.add(value)
  for (const name of Reflect.ownKeys(value)) {
    found.push(String(name))
    try {
      walk(Reflect.get(value, name), seen, found)
    } catch {
      // A getter of a prototype that wants another `this`.
    }
  }
  return walk(Reflect.getPrototypeOf(value), seen, found)
}

/** The ways in which an error is shown. */
export const surfaces: Readonly<Record<string, (error: Error) => string>> = {
  String: (error) => String(error),
  message: (error) => error.message,
  stack: (error) => error.stack ?? '',
  'JSON.stringify': (error) => JSON.stringify(error),
  'util.inspect, as the console does it': (error) => inspect(error),
  'util.inspect, all of it': (error) =>
    inspect(error, { depth: Infinity, showHidden: true, getters: true }),
  spread: (error) => JSON.stringify({ ...error }),
  'own properties at every depth': (error) => walk(error).join('\n'),
  structuredClone: (error) => inspect(structuredClone(error), { depth: 20, showHidden: true }),
}

/** Where the marks are to be seen in what an error shows. */
export function leaksOf(error: unknown, all: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(surfaces).flatMap(([surface, print]) => {
    const text = print(error as Error)
    return Object.entries(all)
      .filter(([, mark]) => text.includes(mark))
      .map(([name]) => `${name} in ${surface}`)
  })
}
