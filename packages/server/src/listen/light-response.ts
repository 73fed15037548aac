import { getRequestListener } from '@hono/node-server'

import { textPartsOf } from '../http/text-response.ts'

/** Returns a response of text in the form that is sent as it is; `undefined` for any other. */
export function lightResponse(response: Response): Response | undefined {
  const parts = textPartsOf(response)
  if (parts === undefined) return undefined
  const { status, text, headers } = parts
  // A list of values is for Node, which sends one header for each; only the type does not know it.
  return new LightResponse(text, { status, headers: headers as Record<string, string> })
}

const LightResponse = takeLightResponse()

/**
 * Returns the `Response` of `@hono/node-server`: text and headers as they are, sent without building
 * the platform's own, which takes longer than checking a key.
 *
 * The package hands it out only as the global `Response`, so the globals are put back at once: other
 * code of the process, such as a test, keeps the platform's.
 */
function takeLightResponse(): typeof Response {
  const globals = ['Request', 'Response'].map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  )
  getRequestListener(() => new Response())
  const light = globalThis.Response
  for (const [name, descriptor] of globals) {
    if (descriptor !== undefined) Object.defineProperty(globalThis, name, descriptor)
  }
  return light
}
