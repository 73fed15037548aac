// Writes the terminal pictures of docs/cli.md anew, from the real command in a real terminal (tmux).
import { readFile, writeFile } from 'node:fs/promises'
import { takePictures } from './pictures.ts'
import { putPictures } from './put-pictures.ts'

const page = new URL('../../../docs/cli.md', import.meta.url)
const before = await readFile(page, 'utf8')
const after = putPictures(before, await takePictures())
await writeFile(page, after)
process.stdout.write(before === after ? 'docs/cli.md is as it was\n' : 'docs/cli.md is new\n')
