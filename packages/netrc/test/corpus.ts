import { readFileSync } from 'node:fs'

/** A netrc file, a question, and the answer of the grammar; see docs/decisions. */
export interface LookupCase {
  readonly id: string
  readonly feature: string
  readonly netrc?: string
  readonly netrc_base64?: string
  readonly query: { readonly host: string; readonly login?: string; readonly port?: number }
  readonly consensus: Observed
  /** By program and version; a program that found nothing has `null`. */
  readonly results: Readonly<Record<string, Observed>>
}

/** What was found, or that the program failed. */
export type Observed = null | {
  readonly login?: string | null
  readonly password?: string | null
  readonly error?: true
}

/** A netrc file, a password to set, and the file that has to come out, byte for byte. */
export interface EditCase {
  readonly id: string
  readonly what: string
  readonly host: string
  readonly set_password: string
  readonly input?: string
  readonly input_base64?: string
  readonly expected?: string
  readonly expected_base64?: string
  readonly refuse?: true
}

export const lookupCases: readonly LookupCase[] = readLines('lookups.jsonl')
export const editCases: readonly EditCase[] = readLines('edits.jsonl')

export function sourceOf(
  text: string | undefined,
  base64: string | undefined,
): string | Uint8Array {
  return text ?? Buffer.from(base64 ?? '', 'base64')
}

function readLines<Line>(file: string): readonly Line[] {
  const text = readFileSync(new URL(`corpus/${file}`, import.meta.url), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}
