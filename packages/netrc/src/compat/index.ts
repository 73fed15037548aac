import { readPlainly } from '../plain-run.ts'
import { usual } from '../usual-reader.ts'

export { Netrc, netrc, parse } from './netrc.ts'
export type { Machine, Machines } from './machines.ts'
// oxlint-disable-next-line import/no-default-export -- netrc-parser exports its instance so.
export { netrc as default } from './netrc.ts'

usual.read = readPlainly
