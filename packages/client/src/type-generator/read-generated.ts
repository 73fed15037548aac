import { LabKeyOptionsError } from '../labkey-options-error.ts'

/** The types of one query as a generated file has them: `column Age`, `insert PatientId`, and their text. */
export type GeneratedMembers = ReadonlyMap<string, string>

/** The queries of a generated file, by `schema.query`. */
export type GeneratedFile = ReadonlyMap<string, GeneratedMembers>

type Interfaces = ReadonlyMap<string, ReadonlyMap<string, string>>

const tokens =
  /\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/|'(?:\\[^]|[^'\\])*'|"(?:\\[^]|[^"\\])*"|[\p{ID_Continue}$]+|\S/gu

/**
 * Reads a file that `generateTypes` has made, also after a formatter has laid it out anew.
 *
 * @throws {LabKeyOptionsError} for a file of another kind
 */
export function readGenerated(text: string): GeneratedFile {
  const interfaces = readInterfaces(text)
  const root = interfaces.get('LabKeySchemas')
  if (root === undefined) {
    throw new LabKeyOptionsError(
      'the file has no LabKeySchemas: it is not one of wellkey types generate',
    )
  }
  const file = new Map<string, GeneratedMembers>()
  for (const [schema, schemaType] of root) {
    for (const [query, type] of interfaces.get(schemaType) ?? []) {
      file.set(`${schema}.${query}`, membersOf(type, interfaces))
    }
  }
  return file
}

const listed = ['insert', 'update', 'key'] as const

function membersOf(type: string, interfaces: Interfaces): GeneratedMembers {
  const shape = interfaces.get(type)
  const members = new Map<string, string>()
  const part = (name: string): ReadonlyMap<string, string> =>
    interfaces.get(shape?.get(name) ?? '') ?? new Map()
  for (const [name, value] of part('row')) members.set(`column ${name}`, value)
  for (const name of namesInUnion(shape?.get('view') ?? ''))
    members.set(`default view ${name}`, 'shown')
  for (const kind of listed) {
    const own = part(kind)
    if (own.size === 0) members.set(kind, shape?.get(kind) === 'never' ? 'impossible' : 'possible')
    for (const [name, value] of own) members.set(`${kind} ${name}`, value)
  }
  for (const [name, value] of part('lookups')) {
    const target =
      interfaces.get(interfaces.get(value)?.get('row') ?? '') ?? new Map<string, string>()
    members.set(`lookup ${name}`, 'there')
    for (const [field, inner] of target) members.set(`lookup ${name}/${field}`, inner)
  }
  const parameters = part('parameters')
  if (parameters.size === 0) members.set('parameters', shape?.get('parameters') ?? '')
  for (const [name, value] of parameters) members.set(`parameter ${name}`, value)
  return members
}

function namesInUnion(text: string): readonly string[] {
  return text === 'never'
    ? []
    : [...text.matchAll(tokens)]
        .map(([token]) => token)
        .filter((token) => token !== '|')
        .map(plain)
}

function readInterfaces(text: string): Interfaces {
  const words = [...text.matchAll(tokens)]
    .map(([token]) => token)
    .filter((token) => !/^\/[/*]/.test(token) && token !== ';')
  const found = new Map<string, ReadonlyMap<string, string>>()
  for (let at = 0; at < words.length; at++) {
    if (words[at] !== 'interface') continue
    const name = words[at + 1] ?? ''
    const open = words.indexOf('{', at)
    const end = words.indexOf('}', at)
    if (open < 0 || end < open) break
    found.set(name, readMembers(words.slice(open + 1, end)))
    at = end
  }
  return found
}

function readMembers(words: readonly string[]): ReadonlyMap<string, string> {
  const members = new Map<string, string>()
  const starts = words.flatMap((word, at) => {
    if (word !== ':') return []
    return [words[at - 1] === '?' ? at - 2 : at - 1]
  })
  for (const [index, start] of starts.entries()) {
    const isOptional = words[start + 1] === '?'
    const next = starts[index + 1] ?? words.length
    const end = words[next - 1] === 'readonly' && next < words.length ? next - 1 : next
    const type = words
      .slice(start + (isOptional ? 3 : 2), end)
      .filter((word, at) => word !== '|' || at > 0)
    const value = type
      .map((word) => (/^["']/.test(word) ? JSON.stringify(plain(word)) : word))
      .join(' ')
    members.set(plain(words[start] ?? ''), isOptional ? `${value}, optional` : value)
  }
  return members
}

/** The text that a literal, or a bare name, stands for. */
function plain(token: string): string {
  if (!/^["']/.test(token)) return token
  return token
    .slice(1, -1)
    .replace(
      /\\u\{([\da-f]+)\}|\\u([\da-f]{4})|\\([^])/giu,
      (_, long?: string, short?: string, mark?: string) =>
        mark ?? String.fromCodePoint(Number.parseInt(long ?? short ?? '', 16)),
    )
}
