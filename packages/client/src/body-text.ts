import type { ByteStream } from './call.ts'

const mostBytes = 1_048_576

/** Reads a short answer as a text; of a long one, its beginning. */
export async function bodyText(body: ByteStream): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    length += chunk.length
    if (length > mostBytes) break
  }
  return Buffer.concat(chunks).toString('utf8')
}
