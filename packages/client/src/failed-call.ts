// The errors of calls, with all their words: loaded when the first call fails.
export { answerError, decodeError, guestError } from './answer-error.ts'
export { noAnswerError, redirectError } from './no-answer-error.ts'
