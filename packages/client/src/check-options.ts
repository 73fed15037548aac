import { LabKeyOptionsError } from './labkey-options-error.ts'
import { isOwnCopy, ownCopy } from './own-copy.ts'

/** A caller's options as own properties only, so that nothing comes from a polluted prototype. */
export type OwnOptions = Readonly<Record<string, unknown>>

/**
 * Takes a caller's options over the border: they must be an object with known names. An unknown
 * name is refused, because a misspelt `filters` would otherwise give all rows.
 */
export function ownOptions(options: unknown, where: string, known: readonly string[]): OwnOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new LabKeyOptionsError(`${where} takes an object of options, not ${kindOf(options)}`)
  }
  const own: object = isOwnCopy(options) ? options : ownCopy(options)
  for (const name of Object.keys(own)) {
    if (!known.includes(name)) {
      throw new LabKeyOptionsError(
        `${where} has no option ${JSON.stringify(name)}; it knows ${known.join(', ')}`,
      )
    }
  }
  return own as OwnOptions
}

/** Reads options of one call or constructor, each by its type; a wrong one is named. */
export interface OptionReader {
  /** A non-empty text. */
  text(name: string): string | undefined
  requiredText(name: string): string
  /** A whole number not below `minimum`. */
  integer(name: string, minimum: number): number | undefined
  flag(name: string): boolean | undefined
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined
  signal(name: string): AbortSignal | undefined
  list(name: string): readonly unknown[] | undefined
  /** Own string keys with texts, numbers or booleans; what is undefined is left out. */
  scalars(name: string): readonly (readonly [string, string])[]
  /** Throws: `WHERE: NAME must be EXPECTED, not KIND`. Never shows the value itself. */
  refuse(name: string, expected: string): never
}

/** Makes the reader of options that {@link ownOptions} has taken over the border. */
export function readOptions(options: OwnOptions, where: string): OptionReader {
  return new Reader(options, where)
}

class Reader implements OptionReader {
  readonly #own: OwnOptions
  readonly #where: string

  constructor(own: OwnOptions, where: string) {
    this.#own = own
    this.#where = where
  }

  refuse(name: string, expected: string): never {
    throw new LabKeyOptionsError(
      `${this.#where}: ${name} must be ${expected}, not ${kindOf(this.#own[name])}`,
    )
  }

  text(name: string): string | undefined {
    const value = this.#own[name]
    if (value === undefined) return undefined
    return typeof value === 'string' && value !== '' ? value : this.refuse(name, 'a text')
  }

  requiredText(name: string): string {
    return this.text(name) ?? this.refuse(name, 'a text')
  }

  integer(name: string, minimum: number): number | undefined {
    const value = this.#own[name]
    if (value === undefined) return undefined
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum
      ? value
      : this.refuse(name, `a whole number from ${minimum} on`)
  }

  flag(name: string): boolean | undefined {
    const value = this.#own[name]
    if (value === undefined || typeof value === 'boolean') return value
    return this.refuse(name, 'true or false')
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.#own[name]
    if (value === undefined) return undefined
    return (
      choices.find((choice) => choice === value) ??
      this.refuse(name, `one of ${choices.join(', ')}`)
    )
  }

  signal(name: string): AbortSignal | undefined {
    const value = this.#own[name]
    if (value === undefined || value instanceof AbortSignal) return value
    return this.refuse(name, 'an AbortSignal')
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.#own[name]
    if (value === undefined || Array.isArray(value)) return value
    return this.refuse(name, 'an array')
  }

  scalars(name: string): readonly (readonly [string, string])[] {
    const value = this.#own[name]
    if (value === undefined) return []
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.refuse(name, 'an object')
    }
    return Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [
        key,
        isScalar(item)
          ? String(item)
          : this.refuse(
              name,
              `an object of texts, numbers and booleans (${JSON.stringify(key)} is not)`,
            ),
      ])
  }
}

/** Says whether a value can be written as one form field without guessing. */
export function isScalar(value: unknown): value is string | number | boolean | bigint {
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    typeof value === 'bigint' ||
    (typeof value === 'number' && Number.isFinite(value))
  )
}

/** Names the kind of a value without showing it: it may be a secret or a patient's. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (value === '') return 'an empty text'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'number') return Number.isFinite(value) ? 'this number' : String(value)
  if (typeof value === 'string') return 'this text'
  return `${/^[aeiou]/.test(typeof value) ? 'an' : 'a'} ${typeof value}`
}
