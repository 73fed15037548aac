import { askAction } from '../ask-action.ts'
import { callOptionNames, type CallOptions } from '../call-options.ts'
import { callerOf } from '../callers.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { parameters } from '../query/ask-query.ts'
import { numberOf, objectsOf, present, textOf } from '../read-json.ts'
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
export async function listGroups(
  labkey: LabKeyClient,
  options: ListGroupsOptions = {},
): Promise<readonly Group[]> {
  const where = 'security.listGroups'
  const names = ['includeSiteGroups', ...callOptionNames]
  const read = readOptions(ownOptions(options, where, names), where)
  const { value, unreadable } = await askAction(callerOf(labkey, where), read, {
    method: 'GET',
    controller: 'security',
    action: 'listProjectGroups',
    subject: 'groups',
    params: parameters({ includeSiteGroups: read.flag('includeSiteGroups') }),
    readOnly: true,
  })
  if (!Array.isArray(value['groups'])) throw await unreadable()
  return objectsOf(value['groups']).flatMap((group) => {
    // Capitalised in this action alone.
    const id = numberOf(group['Id']) ?? numberOf(group['id'])
    const name = textOf(group['Name']) ?? textOf(group['name'])
    if (id === undefined || name === undefined) return []
    return [{ id, name, ...present({ container: textOf(group['Container']) }) }]
  })
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

/** Changes who belongs to a group: `security-addGroupMember.api`, `security-removeGroupMember.api`. */
async function changeGroupMembers(
  change: 'add' | 'remove',
  labkey: LabKeyClient,
  options: GroupMembersOptions,
): Promise<readonly number[]> {
  const where = `security.${change}GroupMembers`
  const names = ['groupId', 'principalIds', ...callOptionNames]
  const read = readOptions(ownOptions(options, where, names), where)
  const groupId =
    read.integer('groupId', Number.MIN_SAFE_INTEGER) ?? read.refuse('groupId', 'a whole number')
  const principalIds = idsOf(read, 'principalIds')
  const { value } = await askAction(callerOf(labkey, where), read, {
    method: 'POST',
    controller: 'security',
    action: `${change}GroupMember`,
    subject: 'members of a group',
    json: { groupId, principalIds },
    readOnly: false,
  })
  const changed: unknown = value[change === 'add' ? 'added' : 'removed']
  return Array.isArray(changed) ? changed.filter((id) => typeof id === 'number') : []
}
