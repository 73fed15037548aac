import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { numberOf, textOf } from '../read-json.ts'

/** A group to make. */
export interface CreateGroupOptions extends CallOptions {
  readonly name: string
}

/** Which group. */
export interface DeleteGroupOptions extends CallOptions {
  readonly groupId: number
}

/** Which group, and its new name. */
export interface RenameGroupOptions extends DeleteGroupOptions {
  readonly newName: string
}

/** A group that one is in, those of LabKey itself included. */
export interface CurrentUserGroup {
  readonly id: number
  readonly name: string
  /** It is of the project, not of the site. */
  readonly isProjectGroup: boolean
  readonly isSystemGroup: boolean
}

/** `security-createGroup`: labkey-api-js 1.35.3, `src/labkey/security/Group.ts`; LabKey 16.1, `SecurityApiActions`. */
export function createGroup(
  labkey: LabKeyClient,
  options: CreateGroupOptions,
): Promise<{ readonly id: number; readonly name: string }> {
  return ask(
    labkey,
    options,
    { name: 'security.createGroup', takes: { name: 'text!' }, post: 'security-createGroup' },
    ({ number, json }, { name }) => ({ id: number('id'), name: textOf(json['name']) ?? name }),
  )
}

/** `security-deleteGroup`: labkey-api-js 1.35.3, `src/labkey/security/Group.ts`. */
export function deleteGroup(labkey: LabKeyClient, options: DeleteGroupOptions): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'security.deleteGroup',
      takes: { groupId: 'integer!' },
      post: 'security-deleteGroup',
      sends: ({ groupId }) => ({ json: { id: groupId } }),
    },
    () => undefined,
  )
}

/** `security-renameGroup`: labkey-api-js 1.35.3, `src/labkey/security/Group.ts`. */
export function renameGroup(labkey: LabKeyClient, options: RenameGroupOptions): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'security.renameGroup',
      takes: { groupId: 'integer!', newName: 'text!' },
      post: 'security-renameGroup',
      sends: ({ groupId, newName }) => ({ json: { id: groupId, newName } }),
    },
    () => undefined,
  )
}

/** `security-getGroupsForCurrentUser`: LabKey 16.1, `SecurityApiActions.GetGroupsForCurrentUserAction`. */
export function getGroupsForCurrentUser(
  labkey: LabKeyClient,
  options?: CallOptions,
): Promise<readonly CurrentUserGroup[]> {
  return ask(
    labkey,
    options,
    {
      name: 'security.getGroupsForCurrentUser',
      takes: {},
      get: 'security-getGroupsForCurrentUser',
    },
    ({ objects }) =>
      objects('groups').map((group) => ({
        id: numberOf(group['id']) ?? 0,
        name: textOf(group['name']) ?? '',
        isProjectGroup: group['isProjectGroup'] === true,
        isSystemGroup: group['isSystemGroup'] === true,
      })),
  )
}
