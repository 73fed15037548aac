import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { takePictures } from '../record/pictures.ts'
import { putPictures } from '../record/put-pictures.ts'

const hasTmux = spawnSync('tmux', ['-V']).error === undefined

describe.skipIf(!hasTmux)('docs/cli.md (needs tmux)', () => {
  test('shows what the command shows; if not: npm run record -w packages/cli', async () => {
    const page = await readFile(new URL('../../../docs/cli.md', import.meta.url), 'utf8')
    expect(putPictures(page, await takePictures())).toBe(page)
  }, 90_000)
})
