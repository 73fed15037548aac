import type { ParticipantGroup, UpdateParticipantGroupOptions } from './update-participant-group.ts'

/** Groups of a study's participants. */
export interface ParticipantGroupsApi {
  /**
   * Changes a group, and gives it as it is then.
   *
   * Servers: all, with the module Study.
   *
   * @throws {LabKeyPermissionError} for a shared group, without the right to edit shared ones
   * @example
   * ```ts
   * const group = await labkey.participantGroups.updateParticipantGroup({
   *   rowId: 12,
   *   ensureParticipantIds: ['P-17'],
   *   label: 'Second cohort',
   * })
   * console.log(group.participantIds.length)
   * ```
   */
  updateParticipantGroup(options: UpdateParticipantGroupOptions): Promise<ParticipantGroup>
}
