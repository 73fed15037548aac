// Writes docs/performance.md and its picture from a run.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../packages.ts'
import { drawGrowth } from './draw-growth.ts'
import { performancePage } from './performance-page.ts'
import type { Run } from './run.ts'

export function writePerformance(run: Run): void {
  writeFileSync(join(root, 'docs/performance.md'), performancePage(run))
  writeFileSync(join(root, 'docs/performance.svg'), drawGrowth(run.figures))
  console.log('docs/performance.md and docs/performance.svg are written')
}
