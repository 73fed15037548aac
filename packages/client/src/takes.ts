import { callOptionNames, type CallOptions } from './call-options.ts'
import { isScalar, ownOptions, readOptions, type OptionReader } from './check-options.ts'
import { isFilePart } from './is-file-part.ts'
import type { FilePart } from './multipart.ts'
import { isObject } from './read-json.ts'

/** The options of a method without those that every call takes. */
export type Own<Options> = Omit<Options, keyof CallOptions>

/**
 * What each option of a method must be, `!` behind those that must be there: the border of JavaScript, held to the
 * types of TypeScript by the compiler. Texts parted by `|` are the choices of an option.
 */
export type Takes<Options> = {
  readonly [Name in keyof Own<Options>]-?: object extends Pick<Own<Options>, Name>
    ? KindOf<Exclude<Own<Options>[Name], undefined>>
    : `${KindOf<Own<Options>[Name]>}!`
}

/** The word for a type. */
type KindOf<Value> = unknown extends Value
  ? 'any'
  : [Value] extends [boolean]
    ? 'flag'
    : [Value] extends [number]
      ? 'integer' | 'number'
      : [Value] extends [string]
        ? string extends Value
          ? 'text'
          : `${string}|${string}`
        : [Value] extends [string | number]
          ? 'id'
          : [Value] extends [readonly string[]]
            ? 'texts'
            : [Value] extends [readonly number[]]
              ? 'integers'
              : [Value] extends [string | readonly string[]]
                ? 'text or texts'
                : [Value] extends [readonly object[]]
                  ? 'objects'
                  : [Value] extends [readonly unknown[]]
                    ? 'list'
                    : [Value] extends [FilePart]
                      ? 'file'
                      : [Value] extends [
                            FilePart['content'] | Date | ((...args: never[]) => unknown),
                          ]
                        ? 'own'
                        : 'object'

/** What a word asks for: whether a value is it, and how a message names it. */
type Test = readonly [is: (value: unknown) => boolean, expected: string]

const isText = (value: unknown) => typeof value === 'string' && value !== ''
const isInteger = (value: unknown) => Number.isSafeInteger(value)
const allAre = (is: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(is)

const tests: Readonly<Record<string, Test>> = {
  text: [isText, 'a text'],
  flag: [(value) => typeof value === 'boolean', 'true or false'],
  integer: [isInteger, 'a whole number'],
  number: [(value) => typeof value === 'number' && isScalar(value), 'a number'],
  id: [(value) => isText(value) || isInteger(value), 'a text or a whole number'],
  texts: [allAre(isText), 'an array of texts'],
  integers: [allAre(isInteger), 'an array of whole numbers'],
  'text or texts': [
    (value) => isText(value) || allAre(isText)(value),
    'a text or an array of texts',
  ],
  objects: [allAre(isObject), 'an array of objects'],
  list: [Array.isArray, 'an array'],
  object: [isObject, 'an object'],
  file: [isFilePart, 'a file: { filename, content }'],
  // The method looks at it.
  own: [() => true, 'there'],
  any: [(value) => typeof value !== 'function' && typeof value !== 'symbol', 'a value for JSON'],
}

/** A method's options after the border. */
export interface Taken<Options> {
  /** Those that were given, by their names. */
  readonly values: Own<Options>
  /** For what every call takes, and for what a method refuses by rules of its own. */
  readonly read: OptionReader
}

/**
 * Takes the options of a method over the border.
 *
 * @throws {LabKeyOptionsError} names the method and the option, never the value
 */
export function take<Options extends CallOptions>(
  options: Options | undefined,
  where: string,
  takes: Takes<Options>,
): Taken<Options> {
  const kinds = Object.entries<string>(takes)
  const names = kinds.map(([name]) => name)
  const own = ownOptions(options ?? {}, where, [...names, ...callOptionNames])
  const read = readOptions(own, where)
  const values: Record<string, unknown> = {}
  for (const [name, kind] of kinds) {
    const value = own[name]
    const word = kind.replace('!', '')
    const choices = word.split('|')
    const [is, expected] = tests[word] ?? [
      (item: unknown) => choices.includes(item as string),
      `one of ${choices.join(', ')}`,
    ]
    if (value === undefined ? kind !== word : !is(value)) read.refuse(name, expected)
    if (value !== undefined) values[name] = value
  }
  // Each of them is what `takes` says, which the compiler holds to the type of the options.
  return { values: values as Own<Options>, read }
}
