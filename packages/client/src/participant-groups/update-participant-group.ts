import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { numberOf, present, textOf, textsOf } from '../read-json.ts'

/** What changes in a group of participants; what is left out stays. */
export interface UpdateParticipantGroupOptions extends CallOptions {
  readonly rowId: number
  /** The members, all of them. */
  readonly participantIds?: readonly string[]
  /** Those to add who are no members yet. */
  readonly ensureParticipantIds?: readonly string[]
  /** Those to take out who are members. */
  readonly deleteParticipantIds?: readonly string[]
  readonly label?: string
  readonly description?: string
  /** As the server's own pages save them. */
  readonly filters?: Readonly<Record<string, unknown>>
}

/** A group of a study's participants. */
export interface ParticipantGroup {
  readonly rowId: number
  readonly label: string
  readonly description?: string
  readonly participantIds: readonly string[]
}

/** `participant-group-updateParticipantGroup`: labkey-api-js 1.35.3, `src/labkey/ParticipantGroup.ts`. */
export function updateParticipantGroup(
  labkey: LabKeyClient,
  options: UpdateParticipantGroupOptions,
): Promise<ParticipantGroup> {
  return ask(
    labkey,
    options,
    {
      name: 'participantGroups.updateParticipantGroup',
      takes: {
        rowId: 'integer!',
        participantIds: 'texts',
        ensureParticipantIds: 'texts',
        deleteParticipantIds: 'texts',
        label: 'text',
        description: 'text',
        filters: 'object',
      },
      post: 'participant-group-updateParticipantGroup',
    },
    ({ object }, { rowId }) => {
      const group = object('group')
      return {
        rowId: numberOf(group['rowId']) ?? rowId,
        label: textOf(group['label']) ?? '',
        participantIds: textsOf(group['participantIds']),
        ...present({ description: textOf(group['description']) }),
      }
    },
  )
}
