import type { DefaultProviderOptions } from '@wellkey/credentials'
import type { Terminal } from './terminal.ts'

/** Where a command looks for keys: the environment, the netrc file and the keychain it was given. */
export function sourcesOf({ environment, keychain }: Terminal): DefaultProviderOptions {
  return { environment, ...(keychain && { keychain }) }
}

/** The file of key records it was given. */
export function recordsOf({ records }: Terminal): { readonly file?: string } {
  return records === undefined ? {} : { file: records }
}

/** A server's base URL as people write it, without the slash at its end. */
export function nameOfServer(url: URL): string {
  return url.href.replace(/\/$/, '')
}

/** The name of the server's host in a netrc file. */
export function machineOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}
