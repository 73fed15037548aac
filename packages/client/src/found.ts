import { isObject, objectsOf, type Json } from './read-json.ts'

/** Thrown for what an answer must have and has not; never leaves the package. */
export class NotFound extends Error {}

/** The answer of an action, whose members must be what LabKey's sources say. */
export interface Found {
  /** The whole answer, an object. */
  readonly json: Json
  readonly text: (name: string) => string
  readonly number: (name: string) => number
  readonly object: (name: string) => Json
  readonly objects: (name: string) => readonly Json[]
  readonly texts: (name: string) => readonly string[]
  readonly integers: (name: string) => readonly number[]
}

/** Makes the reader of an answer; each of its functions throws {@link NotFound} for another type. */
export function readFound(value: unknown): Found {
  if (!isObject(value)) throw new NotFound('')
  const all = <Item>(name: string, is: (item: unknown) => item is Item): readonly Item[] => {
    const list: unknown = value[name]
    if (!Array.isArray(list) || !list.every(is)) throw new NotFound(name)
    return list
  }
  const one = <Item>(name: string, is: (item: unknown) => item is Item): Item => {
    const item = value[name]
    if (!is(item)) throw new NotFound(name)
    return item
  }
  return {
    json: value,
    text: (name) => one(name, isText),
    number: (name) => one(name, isNumber),
    object: (name) => one(name, isObject),
    objects: (name) => objectsOf(all(name, isObject)),
    texts: (name) => all(name, isText),
    integers: (name) => all(name, isNumber),
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}
