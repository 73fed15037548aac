import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { numberOf, present, textOf } from '../read-json.ts'
import { idsOf } from './principal.ts'

/** Which groups. */
export interface ListGroupsOptions extends CallOptions {
  /** Those of the site besides those of the project. Default: false. */
  readonly includeSiteGroups?: boolean
}

/** A group of users. */
export interface Group {
  /** Below 0 for those that LabKey itself has, such as Users (-2) and Guests (-3). */
  readonly id: number
  readonly name: string
  /** The id of its project. Absent for groups of the site. */
  readonly container?: string
}

/** Who joins or leaves which group. */
export interface GroupMembersOptions extends CallOptions {
  readonly groupId: number
  /** Ids of users, or of groups. */
  readonly principalIds: readonly number[]
}

/** Lists groups: `security-listProjectGroups.api` (contract 5.2). */
export function listGroups(
  labkey: LabKeyClient,
  options?: ListGroupsOptions,
): Promise<readonly Group[]> {
  return ask(
    labkey,
    options,
    {
      name: 'security.listGroups',
      takes: { includeSiteGroups: 'flag' },
      get: 'security-listProjectGroups',
    },
    ({ objects }) =>
      objects('groups').flatMap((group) => {
        // Capitalised in this action alone.
        const id = numberOf(group['Id']) ?? numberOf(group['id'])
        const name = textOf(group['Name']) ?? textOf(group['name'])
        if (id === undefined || name === undefined) return []
        return [{ id, name, ...present({ container: textOf(group['Container']) }) }]
      }),
  )
}

/** `security-addGroupMember`: contract 5.2. */
export function addGroupMembers(
  labkey: LabKeyClient,
  options: GroupMembersOptions,
): Promise<readonly number[]> {
  return changeGroupMembers('add', labkey, options)
}

/** `security-removeGroupMember`: contract 5.2. */
export function removeGroupMembers(
  labkey: LabKeyClient,
  options: GroupMembersOptions,
): Promise<readonly number[]> {
  return changeGroupMembers('remove', labkey, options)
}

function changeGroupMembers(
  change: 'add' | 'remove',
  labkey: LabKeyClient,
  options: GroupMembersOptions,
): Promise<readonly number[]> {
  return ask(
    labkey,
    options,
    {
      name: `security.${change}GroupMembers`,
      takes: { groupId: 'integer!', principalIds: 'integers!' },
      post: `security-${change}GroupMember`,
      sends: ({ groupId }, read) => ({
        json: { groupId, principalIds: idsOf(read, 'principalIds') },
      }),
    },
    ({ json }) => {
      const changed = json[change === 'add' ? 'added' : 'removed']
      return Array.isArray(changed) ? changed.filter((id) => typeof id === 'number') : []
    },
  )
}
