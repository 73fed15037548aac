// What `request` and `open` of a client are made of; loaded when the first of them is called.
export { buildCall } from './request.ts'
export { streamedAnswer } from './streamed-answer.ts'
