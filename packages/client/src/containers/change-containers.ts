import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { textOf } from '../read-json.ts'
import { containerOf, type Container } from './container.ts'

/** What to make inside of the call's container. */
export interface CreateContainerOptions extends CallOptions {
  /** Without one, LabKey numbers a workbook by itself. */
  readonly name?: string
  readonly title?: string
  readonly description?: string
  /** One of `getFolderTypes`. Default: the server's. */
  readonly folderType?: string
  /** Default: false. */
  readonly isWorkbook?: boolean
  /** `folder`, `workbook` or `tab`. Default: `folder`, or by `isWorkbook`. */
  readonly type?: string
  /** Modules that are switched on whatever the folder type says. */
  readonly ensureModules?: readonly string[]
}

/** Why the call's container goes. */
export interface DeleteContainerOptions extends CallOptions {
  /** Never the client's own by default. */
  readonly container: string
  /** For the audit log. */
  readonly comment?: string
}

/** The new name of the call's container. */
export interface RenameContainerOptions extends CallOptions {
  /** Never the client's own by default. */
  readonly container: string
  /** Default: as it is. */
  readonly name?: string
  /** Default: the name. */
  readonly title?: string
  /** Whether the old name goes on to lead there. Default: true. */
  readonly addAlias?: boolean
}

/** Where the call's container goes to. */
export interface MoveContainerOptions extends CallOptions {
  /** Never the client's own by default. */
  readonly container: string
  /** Path or id of the new parent. */
  readonly destination: string
  /** Whether the old path goes on to lead there. Default: true. */
  readonly addAlias?: boolean
}

/**
 * `core-createContainer`: labkey-api-js 1.35.3, `src/labkey/security/Container.ts`; LabKey 24.11,
 * `CoreController.CreateContainerAction`.
 */
export function createContainer(
  labkey: LabKeyClient,
  options: CreateContainerOptions,
): Promise<Container> {
  return ask(
    labkey,
    options,
    {
      name: 'containers.createContainer',
      takes: {
        name: 'text',
        title: 'text',
        description: 'text',
        folderType: 'text',
        isWorkbook: 'flag',
        type: 'text',
        ensureModules: 'texts',
      },
      post: 'core-createContainer',
    },
    ({ json }) => containerOf(json),
  )
}

/** `core-deleteContainer`: labkey-api-js 1.35.3, `src/labkey/security/Container.ts`. */
export function deleteContainer(
  labkey: LabKeyClient,
  options: DeleteContainerOptions,
): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'containers.deleteContainer',
      takes: { comment: 'text' },
      post: 'core-deleteContainer',
      sends: (json, read) => {
        read.requiredText('container')
        return { json }
      },
    },
    () => undefined,
  )
}

/** `admin-renameContainer`: labkey-api-js 1.35.3, `src/labkey/security/Container.ts`. */
export function renameContainer(
  labkey: LabKeyClient,
  options: RenameContainerOptions,
): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'containers.renameContainer',
      takes: { name: 'text', title: 'text', addAlias: 'flag' },
      post: 'admin-renameContainer',
      sends: (values, read) => {
        read.requiredText('container')
        return { json: { addAlias: true, ...values } }
      },
    },
    () => undefined,
  )
}

/**
 * `core-moveContainer`: labkey-api-js 1.35.3, `src/labkey/security/Container.ts`; LabKey 24.11,
 * `CoreController.MoveContainerAction`, which fails without `addAlias`.
 */
export function moveContainer(
  labkey: LabKeyClient,
  options: MoveContainerOptions,
): Promise<{ readonly path?: string }> {
  return ask(
    labkey,
    options,
    {
      name: 'containers.moveContainer',
      takes: { destination: 'text!', addAlias: 'flag' },
      post: 'core-moveContainer',
      sends: ({ destination, addAlias = true }, read) => ({
        json: { container: read.requiredText('container'), parent: destination, addAlias },
      }),
    },
    ({ json }) => {
      const path = textOf(json['newPath'])
      return path === undefined ? {} : { path }
    },
  )
}
