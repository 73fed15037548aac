// What members of a client are made of that no area has; loaded when the first of them is called.
export { all, fanOut } from './fan-out/fan-out.ts'
export { open, request } from './request-answer.ts'
