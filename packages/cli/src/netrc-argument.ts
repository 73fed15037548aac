import { locateNetrc } from '@wellkey/netrc'
import type { Terminal } from './terminal.ts'

/** What the `wellkey netrc` commands share. */
export interface NetrcOptions {
  readonly file?: string
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
