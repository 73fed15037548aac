import type { ServerResponse } from 'node:http'

import type { TextParts } from '../http/text-response.ts'

/** Sends a response of text as it is, in one piece. @throws {TypeError} for a header that Node refuses. */
export function sendText({ status, text, headers }: TextParts, outgoing: ServerResponse): void {
  outgoing.writeHead(status, headers)
  // ASCII, as nearly every answer is, needs no encoding.
  const isAscii = headers['Content-Length'] === String(text.length)
  outgoing.end(text, isAscii ? 'latin1' : 'utf8')
}
