export { actionUrl, decodeContainer, encodeContainer } from './action-url.ts'
export type { ActionUrlOptions } from './action-url.ts'
export { fileUrl } from './file-url.ts'
export type { FileUrlOptions } from './file-url.ts'
