/** What a text response is made of, as long as nobody built the real one. */
export interface TextParts {
  readonly status: number
  readonly text: string
  /** Header values by name; a list is sent as several headers. */
  readonly headers: Record<string, string | string[]>
}

/**
 * Returns a response of text that is only built when somebody looks into it.
 *
 * Building a `Response` with its headers takes longer than checking a key. A socket needs neither, so
 * the listener sends {@link textPartsOf} as they are.
 */
export function createTextResponse(made: TextParts): Response {
  return new TextResponse(made) as unknown as Response
}

/** Returns the parts of a response made here and not built yet, which may still get headers. */
export function textPartsOf(response: Response): TextParts | undefined {
  return TextResponse.partsOf(response)
}

/** Returns the response as the platform's own. */
export function buildResponse(response: Response): Response {
  return TextResponse.build(response)
}

class TextResponse {
  #parts: TextParts | undefined
  #built: Response | undefined

  constructor(parts: TextParts) {
    this.#parts = parts
  }

  static partsOf(response: Response): TextParts | undefined {
    return #parts in response ? response.#parts : undefined
  }

  static build(response: Response): Response {
    if (!(#parts in response)) return response
    response.#built ??= buildParts(response.#parts)
    // What is added from now on goes into the real one.
    response.#parts = undefined
    return response.#built
  }
}

function buildParts(parts: TextParts | undefined): Response {
  if (parts === undefined) throw new TypeError('A response is built once')
  const { status, text, headers } = parts
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  )
  const isEmpty = status === 204 || status === 304
  return new Response(isEmpty ? null : text, { status, headers: pairs })
}

/** Passes everything a `Response` has on to the real one. */
const lazyPrototype: object = Object.create(
  Response.prototype,
  Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(Response.prototype)).map(([name, own]) => {
      const value: unknown = own.value
      if (typeof value === 'function') return [name, { value: passCall(name) }]
      return [name, 'value' in own ? { value } : { get: passGet(name) }]
    }),
  ),
) as object

function passGet(name: string): (this: Response) => unknown {
  return function get() {
    return Reflect.get(buildResponse(this), name) as unknown
  }
}

function passCall(name: string): (this: Response, ...values: unknown[]) => unknown {
  return function call(...values) {
    const real = buildResponse(this)
    const method = Reflect.get(real, name) as (...values: unknown[]) => unknown
    return method.apply(real, values)
  }
}

Object.setPrototypeOf(TextResponse.prototype, lazyPrototype)
