export { sendMessage } from './send-message.ts'
export type { MessagesApi } from './messages-api.ts'
export type { MessageContent, MessageRecipient, SendMessageOptions } from './send-message.ts'
