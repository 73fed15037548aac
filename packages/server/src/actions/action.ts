import type { Caller } from '../auth/caller.ts'
import type { CsrfToken } from '../auth/csrf.ts'
import type { BodyKind, Parameters } from '../http/parameters.ts'
import type { Container } from '../site/container.ts'
import type { Site } from '../site/site.ts'

/** One request on its way through an action. Everything in it was checked before. */
export interface Call {
  readonly site: Site
  readonly request: Request
  readonly url: URL
  /** Path of the URL. */
  readonly pathname: string
  readonly parameters: Parameters
  readonly container: Container
  readonly caller: Caller
  readonly csrf: CsrfToken
  /** Address of the client's socket. */
  readonly address: string
  /** Notes that the access was recorded, so that a key's use of it is not recorded twice. */
  readonly trail: { isRecorded: boolean }
  /** Gives the browser a session id with the answer, or takes it away with `undefined`. */
  readonly setSessionId: (id: string | undefined) => void
}

/** Something the server does at a URL. */
export interface Action {
  /** Controller and action, such as `query-selectRows`; found without regard to case. */
  readonly name: string
  /** What it answers with, so also how its failures look. */
  readonly answers: 'json' | 'page'
  /** `read`: GET and POST. `write`: POST only. Anything else is 405 (contract 0.2). */
  readonly method: 'read' | 'write'
  /** Who may call it. `read` and `admin` are meant in the container. */
  readonly needs: 'nothing' | 'login' | 'read' | 'admin'
  /** What it takes as body. Default: `parameters`. */
  readonly body?: BodyKind
  /** When the CSRF token is checked (contract 1.8). Default: on every POST. */
  readonly csrf?: 'never' | 'always'
  /** Whether a protected container wants terms and declaration first. Default: false. */
  readonly showsData?: boolean
  readonly handle: (call: Call) => Response | Promise<Response>
}
