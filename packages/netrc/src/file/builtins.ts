// What every look-up needs of Node, without the cost of an import: one of `node:fs` loads
// `node:fs/promises` too, which takes longer than reading the file.
import type * as Fs from 'node:fs'

export const fs: typeof Fs = process.getBuiltinModule('node:fs')
