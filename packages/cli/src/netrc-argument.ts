import { locateNetrc, type Dialect } from '@wellkey/netrc'
import type { Terminal } from './terminal.ts'

/** What the `wellkey netrc` commands share. */
export interface NetrcOptions {
  readonly file?: string
  readonly dialect?: Dialect
}

/** The netrc file a command is about. */
export function fileOf({ file }: NetrcOptions, { environment }: Terminal): string {
  return file ?? locateNetrc({ environment })
}

/** The machine's name in a host or URL; the format has no place for scheme, port and path. */
export function hostOf(argument: string): string {
  const isUrl = /^https?:\/\//i.test(argument) && URL.canParse(argument)
  return (isUrl ? new URL(argument).hostname : argument).replace(/^\[|\]$/g, '')
}

/** For whom a change is proven: the dialect asked for, besides the one of the file. */
export function targetsOf({ dialect }: NetrcOptions): { readonly dialects?: readonly Dialect[] } {
  return dialect === undefined ? {} : { dialects: [dialect] }
}
