// What the key functions of a client are made of; loaded when the first of them is called.
export { createKey } from './create-key.ts'
export { deleteKey } from './delete-key.ts'
export { listKeys } from './list-keys.ts'
export { rotateKey } from './rotate-key.ts'
