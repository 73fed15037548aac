import { getSystemErrorMap } from 'node:util'

/** Why the system refused, in its words: `permission denied`. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const number: unknown = Reflect.get(error, 'errno')
  const words = typeof number === 'number' ? getSystemErrorMap().get(number)?.[1] : undefined
  return words ?? error.message
}
