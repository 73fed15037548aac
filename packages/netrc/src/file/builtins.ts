// Modules of Node that every look-up needs, without what an import of them costs: one of `node:fs`
// loads `node:fs/promises` too, which takes longer than reading the file.
import type * as Fs from 'node:fs'
import type * as Path from 'node:path'

export const fs: typeof Fs = process.getBuiltinModule('node:fs')
export const paths: typeof Path = process.getBuiltinModule('node:path')
