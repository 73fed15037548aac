import { parse, readNetrc, toBytes, type Dialect, type NetrcDocument } from '@wellkey/netrc'

/** Reads a netrc file as one dialect does. */
export async function readDocument(
  file: string,
  options: { readonly dialect?: Dialect; readonly allowInsecure?: boolean },
): Promise<NetrcDocument> {
  const { dialect, allowInsecure = false } = options
  const document = await readNetrc(file, { allowInsecure })
  return dialect === undefined ? document : parse(toBytes(document), { dialect })
}
