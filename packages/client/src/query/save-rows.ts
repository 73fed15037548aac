import { answerError, decodeError } from '../answer-error.ts'
import { callOptionNames, readCallOptions, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions, type OptionReader } from '../check-options.ts'
import { isObject, numberOf, objectsOf, present } from '../read-json.ts'
import { completeCall } from '../request.ts'
import type { Caller } from './ask-query.ts'
import {
  auditBehaviors,
  readModifyResult,
  type AuditBehavior,
  type ModifyRowsResult,
} from './modify-rows.ts'
import { checkRow } from './row-body.ts'
import type { QueryRow } from './rows.ts'

/** A row with the key that it has, or had before the change. */
export interface RowWithKeys {
  readonly values: object
  readonly oldKeys?: object
}

/** One change among several. */
export type SaveCommand = SaveTarget &
  (
    | { readonly command: 'insert' | 'update' | 'delete'; readonly rows: readonly object[] }
    | {
        readonly command: 'insertWithKeys' | 'updateChangingKeys'
        readonly rows: readonly RowWithKeys[]
      }
  )

/** The table of a change, and how it is logged. */
export interface SaveTarget {
  readonly schemaName: string
  readonly queryName: string
  /** As `/Project/Folder`. Default: the container of the call. */
  readonly containerPath?: string
  readonly extraContext?: Readonly<Record<string, unknown>>
  readonly auditBehavior?: AuditBehavior
  readonly auditUserComment?: string
  readonly skipReselectRows?: boolean
}

/** Changes of several tables at once. */
export interface SaveRowsOptions extends CallOptions {
  /** At least one; done in this order. All tables must be of one database when it is `transacted`. */
  readonly commands: readonly SaveCommand[]
  /** All or none. Default: true. */
  readonly transacted?: boolean
  /** Does it and takes it back: to see whether it would work. Default: false. */
  readonly validateOnly?: boolean
  /** Handed to the triggers of every table. */
  readonly extraContext?: Readonly<Record<string, unknown>>
}

/** What the changes have done. */
export interface SaveRowsResult {
  /** False after `validateOnly`. */
  readonly committed: boolean
  /** One for each command, in order. */
  readonly results: readonly ModifyRowsResult[]
}

const where = 'saveRows'
const commandNames = [
  'command',
  'schemaName',
  'queryName',
  'rows',
  'containerPath',
  'extraContext',
  'auditBehavior',
  'auditUserComment',
  'skipReselectRows',
] as const satisfies readonly (keyof SaveCommand)[]
const commands = ['insert', 'update', 'delete', 'insertWithKeys', 'updateChangingKeys'] as const

/** Changes several tables in one transaction: `query-saveRows.api` (contract 4.7). */
export async function saveRows(
  options: SaveRowsOptions,
  { client, perform }: Caller,
): Promise<SaveRowsResult> {
  const own = ownOptions(options, where, [
    'commands',
    'transacted',
    'validateOnly',
    'extraContext',
    ...callOptionNames,
  ])
  const read = readOptions(own, where)
  const list = read.list('commands') ?? []
  if (list.length === 0) read.refuse('commands', 'an array with at least one command')
  const checked = list.map((command) => checkCommand(command))
  const call = completeCall(client, {
    ...readCallOptions(read, client),
    method: 'POST',
    controller: 'query',
    action: where,
    subject: `saveRows ${checked.map(({ schemaName, queryName }) => `${schemaName}.${queryName}`).join(', ')}`,
    json: present({
      commands: checked,
      transacted: read.flag('transacted'),
      validateOnly: read.flag('validateOnly'),
      extraContext: contextOf(own['extraContext'], read),
    }),
    readOnly: false,
  })
  const { value, answer, report } = await perform(call)
  if (
    !isObject(value) ||
    typeof value['committed'] !== 'boolean' ||
    !Array.isArray(value['result'])
  ) {
    throw decodeError(report, answer, { kind: 'json', value })
  }
  const results = objectsOf(value['result'])
  // Newer forms report errors with status 200, inside of the commands.
  if ((numberOf(value['errorCount']) ?? 0) > 0) {
    const errors = results.map((result) => result['errors'])
    throw answerError(report, answer, { exception: undefined, exceptionClass: undefined, errors })
  }
  return {
    committed: value['committed'],
    results: results.map((result, index) => {
      const asked = checked[index] ?? { schemaName: '', queryName: '' }
      const modified = readModifyResult<QueryRow>(result, asked)
      if (modified === undefined) throw decodeError(report, answer, { kind: 'json', value })
      return modified
    }),
  }
}

function checkCommand(command: unknown) {
  const own = ownOptions(command, `${where} command`, commandNames)
  const read = readOptions(own, `${where} command`)
  const rows = read.list('rows') ?? []
  if (rows.length === 0) read.refuse('rows', 'an array with at least one row')
  const name =
    read.choice('command', commands) ?? read.refuse('command', `one of ${commands.join(', ')}`)
  const withKeys = name === 'insertWithKeys' || name === 'updateChangingKeys'
  for (const row of rows) {
    const values = withKeys && isObject(row) ? row['values'] : row
    checkRow(values, `${where} ${name}`)
  }
  return {
    ...present({
      containerPath: read.text('containerPath'),
      extraContext: contextOf(own['extraContext'], read),
      auditBehavior: read.choice('auditBehavior', auditBehaviors),
      auditUserComment: read.text('auditUserComment'),
      skipReselectRows: read.flag('skipReselectRows'),
    }),
    command: name,
    schemaName: read.requiredText('schemaName'),
    queryName: read.requiredText('queryName'),
    rows,
  }
}

function contextOf(
  context: unknown,
  read: OptionReader,
): Readonly<Record<string, unknown>> | undefined {
  if (context === undefined || isObject(context)) return context
  return read.refuse('extraContext', 'an object')
}
