// Runs the one benchmark file it is given and prints each figure as a line of JSON.
import { pathToFileURL } from 'node:url'
import type { Figures } from './figure.ts'

const file = process.argv[2]
if (file === undefined) throw new Error('Which benchmark file?')
const { figures } = (await import(pathToFileURL(file).href)) as { readonly figures: Figures }
for await (const figure of figures()) process.stdout.write(`${JSON.stringify(figure)}\n`)
