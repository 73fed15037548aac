export { attachCredentials } from './attach-credentials.ts'
export type { AttachOptions, Attached } from './attach-credentials.ts'
