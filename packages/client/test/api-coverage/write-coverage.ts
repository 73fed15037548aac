// Writes docs/api-coverage.md.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderCoverage } from './capabilities.ts'

writeFileSync(join(import.meta.dirname, '../../../../docs/api-coverage.md'), renderCoverage())
