import { RefusedError } from './failures.ts'

const maxDepth = 32
const forbiddenNames = new Set(['__proto__', 'constructor', 'prototype'])

// A name may be written with escapes, too.
const suspicious = /__proto__|constructor|prototype|\\u/

/**
 * Parses the JSON object of a request body.
 *
 * @throws {RefusedError} 400 as a page, as LabKey's container answers (contract 0.3), if the text is
 *   not a JSON object, is nested deeper than 32, or has a property that could reach a prototype.
 */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> {
  if (depthOf(text) > maxDepth) throw malformed(`nested deeper than ${maxDepth}`)
  let value: unknown
  try {
    // Looking at each name doubles the time, so only where one of them could be.
    value = suspicious.test(text) ? JSON.parse(text, refuseForbiddenNames) : JSON.parse(text)
  } catch (error) {
    if (error instanceof RefusedError) throw error
    throw malformed('not valid JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed('not a JSON object')
  }
  return value as Record<string, unknown>
}

/** Tells whether a parameter or property name could reach an object's prototype. */
export function isForbiddenName(name: string): boolean {
  return forbiddenNames.has(/^[^[.]*/.exec(name)?.[0] ?? name)
}

function refuseForbiddenNames(name: string, value: unknown): unknown {
  if (forbiddenNames.has(name)) throw malformed('a property name is not allowed')
  return value
}

function malformed(why: string): RefusedError {
  return new RefusedError(400, `The request body is ${why}.`, { format: 'html' })
}

function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let isInString = false
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index]
    if (isInString) {
      if (char === '\\') index += 1
      else if (char === '"') isInString = false
    } else if (char === '"') isInString = true
    else if (char === '[' || char === '{') deepest = Math.max(deepest, (depth += 1))
    else if (char === ']' || char === '}') depth -= 1
  }
  return deepest
}
