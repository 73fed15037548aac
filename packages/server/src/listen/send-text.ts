import type { ServerResponse } from 'node:http'

import { textPartsOf } from '../http/text-response.ts'

/** Sends a response of text as it is; `false` if it has to be sent in another way. */
export function sendText(response: Response, outgoing: ServerResponse): boolean {
  const parts = textPartsOf(response)
  if (parts === undefined) return false
  outgoing.writeHead(parts.status, parts.headers)
  outgoing.end(parts.text)
  return true
}
