import { Buffer } from 'node:buffer'

import type { Page } from '../pages/page.ts'
import { streamText, takeChunk } from './stream-text.ts'
import { createTextResponse } from './text-response.ts'

/** Returns the headers that every answer has. Written out, since a spread takes longer than a hash. */
function everywhere(type: string): Record<string, string | string[]> {
  return {
    'Cache-Control': 'no-store',
    Vary: 'Cookie, Authorization',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Content-Type': type,
  }
}

// Scripts run by nonce only, so that a file somebody put on this server is no script of it.
const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

type HeaderMap = Readonly<Record<string, string>>

const noHeaders: HeaderMap = {}

/** Returns an answer with the headers that every answer has, and its length. */
function textResponse(status: number, type: string, text: string, headers: HeaderMap): Response {
  const all = everywhere(type)
  all['Content-Length'] = String(Buffer.byteLength(text))
  all['Referrer-Policy'] = 'origin-when-cross-origin'
  for (const name in headers) all[name] = headers[name] ?? ''
  return createTextResponse({ status, text, headers: all })
}

/** Returns a JSON answer; pretty-printed unless `compact`, as LabKey does (contract 0.4). */
export function jsonResponse(
  body: unknown,
  options: {
    readonly status?: number
    readonly compact?: boolean
    readonly headers?: HeaderMap
  } = {},
): Response {
  const text = options.compact ? JSON.stringify(body) : JSON.stringify(body, null, 2)
  const { status = 200, headers = noHeaders } = options
  return textResponse(status, 'application/json;charset=utf-8', text, headers)
}

/**
 * Returns a JSON answer made of pieces of text: with its length if they fit into one chunk, else as a
 * stream. Nothing is sent before the first chunk is made.
 */
export function jsonTextResponse(pieces: Iterator<string>, headers: HeaderMap = {}): Response {
  return piecesResponse('application/json;charset=utf-8', pieces, {
    'Referrer-Policy': 'origin-when-cross-origin',
    ...headers,
  })
}

/** Returns an answer of any type made of pieces of text, as {@link jsonTextResponse} does. */
export function piecesResponse(
  type: string,
  pieces: Iterator<string>,
  headers: HeaderMap = {},
): Response {
  const { text, isDone } = takeChunk(pieces)
  if (isDone) return textResponse(200, type, text, headers)
  return new Response(streamText(text, pieces), {
    headers: { ...(everywhere(type) as HeaderMap), ...headers },
  })
}

/** Returns an answer of bytes, such as a workbook. */
export function bytesResponse(
  type: string,
  bytes: Uint8Array<ArrayBuffer>,
  headers: HeaderMap = {},
): Response {
  const length = String(bytes.byteLength)
  const all = { ...(everywhere(type) as HeaderMap), 'Content-Length': length, ...headers }
  return new Response(bytes, { headers: all })
}

/** Returns an answer of bytes that come one after the other. */
export function bytesStreamResponse(type: string, pieces: AsyncIterable<Uint8Array>): Response {
  const headers = everywhere(type) as HeaderMap
  return new Response(ReadableStream.from(pieces) as ReadableStream<Uint8Array<ArrayBuffer>>, {
    headers: { ...headers, 'Referrer-Policy': 'origin-when-cross-origin' },
  })
}

/** Returns a page. Its policy allows the server's own style sheet and script, and nothing inline. */
export function pageResponse(
  { html, nonce }: Page,
  options: { readonly status?: number; readonly headers?: HeaderMap } = {},
): Response {
  return textResponse(options.status ?? 200, 'text/html;charset=utf-8', html, {
    'Content-Security-Policy': `${pagePolicy}; script-src 'nonce-${nonce}'`,
    'Referrer-Policy': 'no-referrer',
    ...options.headers,
  })
}

/** Returns JSON inside a text area of a page, for a form that was sent without script (contract 4.9). */
export function textAreaResponse(body: object): Response {
  const text = JSON.stringify(body, null, 2).replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const page = `<html><body><textarea>${text}</textarea></body></html>`
  return textResponse(200, 'text/html;charset=utf-8', page, {
    'Content-Security-Policy': pagePolicy,
    'Referrer-Policy': 'no-referrer',
  })
}

/** Returns a style sheet, script or image of the pages. */
export function assetResponse(type: string, text: string): Response {
  return textResponse(200, type, text, { 'Referrer-Policy': 'no-referrer' })
}

/** Returns a 302 to a path of this server. */
export function redirectResponse(path: string): Response {
  return textResponse(302, 'text/plain;charset=utf-8', '', {
    'Referrer-Policy': 'no-referrer',
    Location: path,
  })
}
