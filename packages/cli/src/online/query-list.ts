import type { Candidate } from '../completion/candidate.ts'
import { formatTable } from '../format-table.ts'
import { resolveServer } from '../resolve-server.ts'
import { shellWord } from '../shell-word.ts'
import { print, printJson, say, type Terminal } from '../terminal.ts'
import { clientOf } from './client-of.ts'
import { hintAtContainers, namesContainer } from './hint-at-containers.ts'
import type { PlaceOptions } from './query-select.ts'
import { containerNames, queryNames, schemaNames } from './server-names.ts'

/** What `wellkey query list` was asked to do. */
export interface ListOptions extends PlaceOptions {
  readonly json?: boolean
}

/**
 * Prints what can be read: the containers, in one container the schemas, in one schema the tables and
 * queries. A person is told the next command, with the first name in it.
 */
export async function runList(
  schemaName: string | undefined,
  options: ListOptions,
  terminal: Terminal,
): Promise<void> {
  const labkey = clientOf(await resolveServer(options.server, terminal, options), terminal, options)
  const asking = { signal: terminal.signal }
  await hintAtContainers(options, terminal, async () => {
    if (schemaName !== undefined) {
      const found = await queryNames(labkey, schemaName, asking)
      await show('query', found, options, terminal)
      const rows = (query: string) => ['select', schemaName, query, '--limit', '10']
      sayNext(rows, found, options, terminal)
    } else if (namesContainer(options, terminal)) {
      const found = await schemaNames(labkey, asking)
      await show('schema', found, options, terminal)
      sayNext((schema) => ['list', schema], listsFirst(found), options, terminal)
    } else {
      const found = await containerNames(labkey, asking)
      await show('container', found, options, terminal)
      sayNext((container) => ['list', '--container', container], projects(found), options, terminal)
    }
  })
}

async function show(
  kind: 'container' | 'schema' | 'query',
  found: readonly Candidate[],
  { json }: ListOptions,
  terminal: Terminal,
): Promise<void> {
  if (json === true) {
    const rows = found.map(({ value, description }) => ({
      [kind]: value,
      ...(description !== undefined && { description }),
    }))
    printJson(terminal, rows)
    return
  }
  if (found.length === 0) {
    say(terminal, `There is no ${kind} that you may read`)
    return
  }
  const isDescribed = found.some(({ description }) => description !== undefined)
  const head = isDescribed ? [kind, 'description'] : [kind]
  const rows = found.map(({ value, description }) => (isDescribed ? [value, description] : [value]))
  print(terminal, await formatTable(terminal, head, rows))
}

/** Every server has /home, and few keep data there. */
function projects(containers: readonly Candidate[]): readonly Candidate[] {
  const others = containers.filter(({ value }) => value !== '/home')
  return others.length === 0 ? containers : others
}

/** Most people's own tables are lists. */
function listsFirst(schemas: readonly Candidate[]): readonly Candidate[] {
  const lists = schemas.find(({ value }) => value === 'lists')
  return lists === undefined ? schemas : [lists]
}

function sayNext(
  words: (first: string) => readonly string[],
  [first]: readonly Candidate[],
  { server, container, json, allowInsecureHttp }: ListOptions,
  terminal: Terminal,
): void {
  if (first === undefined || json === true || !terminal.isInteractive) return
  const line = [
    'wellkey',
    'query',
    ...words(first.value),
    ...(container === undefined ? [] : ['--container', container]),
    ...(server === undefined ? [] : ['--server', server]),
    ...(allowInsecureHttp === true ? ['--allow-insecure-http'] : []),
  ]
  say(terminal, `Next: ${line.map(shellWord).join(' ')}`)
}
