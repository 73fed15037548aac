export { updateParticipantGroup } from './update-participant-group.ts'
export type { ParticipantGroupsApi } from './participant-groups-api.ts'
export type { ParticipantGroup, UpdateParticipantGroupOptions } from './update-participant-group.ts'
