export { actionUrl, decodeContainer, encodeContainer } from './action-url.ts'
export type { ActionUrlOptions } from './action-url.ts'
