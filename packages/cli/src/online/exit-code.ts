/** The exit code of the client's errors, for a command that has met one. */
export { exitCodeOf } from '@wellkey/client'
