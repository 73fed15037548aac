// The same server as handlers of Mock Service Worker.
export { handlers } from './handlers.ts'
export type { HandlersOptions } from './handlers.ts'
