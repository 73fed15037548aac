// One call of a function of an area: what it is given, what it sends, what LabKey answers, what it gives.

/** A case for each function of an area. */
export type Cases<Api> = { readonly [Name in keyof Api]: CaseOf<Api[Name]> }

type CaseOf<Method> = Method extends (options?: infer Options) => Promise<infer Result>
  ? AreaCase<Exclude<Options, undefined>, Result>
  : Method extends (options: infer Options) => Promise<infer Result>
    ? AreaCase<Options, Result>
    : never

/** One request and its answer. */
export interface Step {
  /** Method, container and action, decoded: `POST /Demo Study/core-createContainer`. */
  readonly asks: string
  /** Exactly these parameters of the URL. Default: none. */
  readonly params?: readonly (readonly [string, string])[]
  /** Exactly this body. Default: none. */
  readonly json?: unknown
  readonly form?: readonly (readonly [string, string])[]
  /** Names of the fields of a multipart body, files with their content. */
  readonly multipart?: readonly (readonly [string, string])[]
  /** As LabKey's sources write it. */
  readonly answer: unknown
}

export interface AreaCase<Options = object, Result = unknown> extends Step {
  readonly options: Options
  /** The requests before the last one, of functions that make several. */
  readonly before?: readonly Step[]
  readonly gives: Result
}
