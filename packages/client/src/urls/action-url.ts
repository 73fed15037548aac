import { callerOf } from '../callers.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import type { Scalar } from '../request.ts'
import { containerText, isActionName, parseContainer, requestUrl } from '../request-url.ts'

/** Which action, for whom. */
export interface ActionUrlOptions {
  /** The part before the hyphen: `query`. */
  readonly controller: string
  /** The part behind it, without extension: `executeQuery`. */
  readonly action: string
  /** Default: the client's. */
  readonly container?: string
  readonly params?: Readonly<Record<string, Scalar | undefined>>
}

/**
 * Writes the address of an action, for people or other programs: labkey-api-js 1.35.3, `src/labkey/ActionURL.ts`.
 * It holds no credential.
 *
 * @throws {LabKeyOptionsError} for a wrong option
 * @example
 * ```ts
 * const url = actionUrl(labkey, { controller: 'project', action: 'begin', container: '/Demo Study' })
 * console.log(url.href)
 * ```
 */
export function actionUrl(labkey: LabKeyClient, options: ActionUrlOptions): URL {
  const where = 'actionUrl'
  const { client } = callerOf(labkey, where)
  const own = ownOptions(options, where, ['controller', 'action', 'container', 'params'])
  const read = readOptions(own, where)
  const controller = read.requiredText('controller')
  if (!isActionName(controller)) read.refuse('controller', 'a name such as query')
  const action = read.requiredText('action')
  if (!isActionName(action)) read.refuse('action', 'a name such as getSchemas, without extension')
  const container = read.text('container')
  const path = container === undefined ? client.container : parseContainer(container)
  const url = requestUrl(client.base, path, controller, action, read.scalars('params'))
  // People read pages; either extension reaches the same action (contract 0.1).
  url.pathname = url.pathname.replace(/\.api$/, '.view')
  return url
}

/**
 * Writes a container as a part of an address: `/Demo Study` is `/Demo%20Study`.
 *
 * @throws {LabKeyOptionsError} for what is no path
 * @example
 * ```ts
 * const path = encodeContainer('/Demo Study/sub')
 * ```
 */
export function encodeContainer(container: string): string {
  return `/${parseContainer(container).map(encodeURIComponent).join('/')}`
}

/**
 * Reads a container out of a part of an address: `/Demo%20Study` is `/Demo Study`.
 *
 * @throws {LabKeyOptionsError} for what is no path
 * @example
 * ```ts
 * const container = decodeContainer('/Demo%20Study/sub')
 * ```
 */
export function decodeContainer(path: string): string {
  const decoded = path.split('/').map((part) => decodeURIComponent(part))
  return containerText(parseContainer(decoded.join('/')))
}
