import { Buffer } from 'node:buffer'

/** The release that the `Server` header names and whose behaviour is imitated. */
export const release = '24.11'

const everywhere: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  Vary: 'Cookie, Authorization',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

// Pages have no inline script and no inline style, so no nonce is needed.
const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

type HeaderMap = Readonly<Record<string, string>>

/** Returns an answer with the headers that every answer has, and its length. */
function textResponse(status: number, type: string, text: string, headers: HeaderMap): Response {
  return new Response(text, {
    status,
    headers: {
      ...everywhere,
      'Content-Type': type,
      'Content-Length': String(Buffer.byteLength(text)),
      ...headers,
    },
  })
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
  return textResponse(options.status ?? 200, 'application/json;charset=utf-8', text, {
    'Referrer-Policy': 'origin-when-cross-origin',
    ...options.headers,
  })
}

/** Returns a page. Its policy allows the server's own style sheet and script, and nothing inline. */
export function pageResponse(
  html: string,
  options: { readonly status?: number; readonly headers?: HeaderMap } = {},
): Response {
  return textResponse(options.status ?? 200, 'text/html;charset=utf-8', html, {
    'Content-Security-Policy': pagePolicy,
    'Referrer-Policy': 'no-referrer',
    ...options.headers,
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
