// Writes docs/terminal.svg anew: `node .ci/launch.mjs .ci/record-terminal.ts`. It needs tmux.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './packages.ts'
import { drawStory } from './terminal-story.ts'

writeFileSync(join(root, 'docs/terminal.svg'), await drawStory())
console.log('docs/terminal.svg is written')
