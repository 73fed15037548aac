import { spawnSync } from 'node:child_process'
export const x: typeof spawnSync = spawnSync
