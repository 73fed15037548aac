// Runs the situations from a number on, and prints a line for each; or one save, for a full disk.
import { libraries } from './libraries.ts'
import { situations } from './situations.ts'

const [name = '', from = '0', file] = process.argv.slice(2)
const library = libraries[name]
if (library === undefined) throw new Error(`no library ${name}`)
if (file !== undefined) {
  library.save(file, 'h', 'NEW')
} else {
  for (const [at, { run }] of situations.entries()) {
    if (at < Number(from)) continue
    let cell: string
    try {
      cell = run(library)
    } catch (error) {
      cell = error instanceof Error ? `fails: ${error.name}` : 'fails'
    }
    process.stdout.write(`${JSON.stringify({ at, cell })}\n`)
  }
}
