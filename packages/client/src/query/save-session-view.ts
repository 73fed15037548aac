import { callOptionNames, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import { askQuery, type Caller } from './ask-query.ts'

/** Which view of the session to keep, and how. */
export interface SaveSessionViewOptions extends CallOptions {
  readonly schemaName: string
  readonly queryName: string
  /** Default: the default view. */
  readonly viewName?: string
  /** Default: the same name. */
  readonly newName?: string
  /** Whether containers inside see it. Default: false. */
  readonly inherit?: boolean
  /** Whether other users see it. Default: false. */
  readonly shared?: boolean
  /** Default: false. */
  readonly hidden?: boolean
  /** Whether one of the same name is replaced. Default: false. */
  readonly replace?: boolean
}

const where = 'saveSessionView'

/**
 * Keeps a view of the session: `query-saveSessionView.api` (labkey-api-js 1.35.3, `src/labkey/query/Utils.ts`; `hidden` and
 * `replace`, which it does not send, are inferred).
 */
export async function saveSessionView(
  options: SaveSessionViewOptions,
  caller: Caller,
): Promise<void> {
  const flags = ['inherit', 'shared', 'hidden', 'replace'] as const
  const own = ownOptions(options, where, [
    'schemaName',
    'queryName',
    'viewName',
    'newName',
    ...flags,
    ...callOptionNames,
  ])
  const read = readOptions(own, where)
  const schemaName = read.requiredText('schemaName')
  const queryName = read.requiredText('queryName')
  await askQuery(caller, read, {
    method: 'POST',
    action: where,
    subject: `session view of ${schemaName}.${queryName}`,
    json: {
      schemaName,
      'query.queryName': queryName,
      'query.viewName': read.text('viewName'),
      newName: read.text('newName'),
      ...Object.fromEntries(flags.map((flag) => [flag, read.flag(flag)])),
    },
    readOnly: false,
  })
}
