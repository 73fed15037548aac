import type {
  DescribedParameter,
  DescribeQueriesOptions,
  ParameterType,
} from '@wellkey/client/type-generator'
import { CliError, exitCodes } from '../cli-error.ts'
import { shellWord } from '../shell-word.ts'

/** What types were made of, as the head of their file has it. */
export interface Selection {
  readonly container: string
  readonly schemas: readonly string[]
  readonly queries: readonly string[]
  /** As `lists.BySite.Least?=number`. */
  readonly parameters: readonly string[]
}

const mark = '// wellkey-types: '

/** Writes the first lines of a file of types, without their `//`. */
export function headOf(selection: Selection): readonly string[] {
  const { container, schemas, queries, parameters } = selection
  const words = [
    'wellkey',
    'types',
    'generate',
    '--container',
    container,
    ...schemas.flatMap((name) => ['--schema', name]),
    ...queries.flatMap((name) => ['--query', name]),
    ...parameters.flatMap((text) => ['--parameter', text]),
  ]
  // Only letters that every editor and formatter leaves alone.
  const json = JSON.stringify(selection).replace(
    /[^ -~]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return [
    'Types of what a LabKey server has. Changes here are lost: make the file anew with',
    `  ${words.map(shellWord).join(' ')} --out FILE`,
    `wellkey-types: ${json}`,
  ]
}

/**
 * Reads the head of a file of types.
 *
 * @throws {CliError} exit code 2 for a file of another kind
 */
export function readSelection(text: string, file: string): Selection {
  const line = text.split(/\r?\n/).find((one) => one.startsWith(mark))
  try {
    const value: unknown = JSON.parse(line?.slice(mark.length) ?? '')
    if (isSelection(value)) return value
  } catch {
    // Told below.
  }
  const reason = `has no line "${mark.trim()} …" at its head`
  throw new CliError(
    `${file} ${reason}: it is not a file of wellkey types generate`,
    exitCodes.wrongUse,
  )
}

/** What the client's describer takes. */
export function describingOf({ schemas, queries, parameters }: Selection): DescribeQueriesOptions {
  const byQuery: Record<string, readonly DescribedParameter[]> = Object.create(null) as Record<
    string,
    never
  >
  for (const text of parameters) {
    const match = /^(?<query>.+)\.(?<name>[^.=?]+)(?<optional>\??)=(?<type>\w+)$/.exec(text)
    const { query = '', name = '', optional, type } = match?.groups ?? {}
    const own = { name, type: type as ParameterType, isOptional: optional === '?' }
    byQuery[query] = [...(byQuery[query] ?? []), own]
  }
  return {
    ...(schemas.length > 0 && { schemas }),
    ...(queries.length > 0 && { queries }),
    parameters: byQuery,
  }
}

function isSelection(value: unknown): value is Selection {
  if (typeof value !== 'object' || value === null) return false
  const { container, schemas, queries, parameters }: Record<string, unknown> = { ...value }
  return (
    typeof container === 'string' &&
    [schemas, queries, parameters].every(
      (list) => Array.isArray(list) && list.every((item) => typeof item === 'string'),
    )
  )
}
