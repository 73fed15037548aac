import type { KeyKind } from '../audit/audit-record.ts'
import type { FaultKind } from '../faults/fault-rule.ts'
import { printableLine } from '../http/printable-line.ts'

/**
 * One request and what came of it.
 *
 * Nothing of its headers, query string or body is kept, nor of its answer's: no key, password, cookie or
 * token, and no value of a row.
 */
export interface JournalEntry {
  /** 1 for the first request, without gaps. */
  readonly sequence: number
  /** When it came, ISO 8601 in UTC, by the server's clock. */
  readonly at: string
  readonly method: string
  /** Path as sent, without query; segments that could be keys, and names of files, are `***`. */
  readonly path: string
  /** Such as `query-selectRows`, by its own spelling; `webdav` for files; `null` for anything else. */
  readonly action: string | null
  /** Path of the container, if there is one. */
  readonly container: string | null
  /** E-mail the request ran as, or `guest`; `null` if its credentials were refused. */
  readonly user: string | null
  /** Which kind of credential it was made with; `null` as for `user`. */
  readonly keyKind: KeyKind | null
  /** `null` if the connection ended without an answer. */
  readonly status: number | null
  /** Real milliseconds until the answer was there; a streamed body takes longer. */
  readonly durationMs: number
  /** The fault that hit it. */
  readonly fault: FaultKind | null
}

/**
 * What the server notes of a request on its way; the last word stays. What must not be shown is taken out
 * when it is read.
 */
export interface RequestNote {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly method: string
  /** URL as sent, without query. */
  readonly url: string
  action: string | null
  container: string | null
  user: string | null
  keyKind: KeyKind | null
  status: number | null
  durationMs: number
  fault: FaultKind | null
}

/** The last requests. */
export interface Journal {
  readonly add: (request: RequestNote) => void
  /** The entries that are kept, oldest first; a copy of frozen entries. */
  readonly entries: () => readonly JournalEntry[]
}

/** Returns a note of a request of which nothing else is known yet. */
export function newNote(at: number, method: string, url: string): RequestNote {
  return {
    at,
    method,
    url,
    action: null,
    container: null,
    user: null,
    keyKind: null,
    status: null,
    durationMs: 0,
    fault: null,
  }
}

/** Returns an empty journal that keeps the last `limit` requests; 0 keeps none. */
export function createJournal(limit: number): Journal {
  const kept: RequestNote[] = []
  let count = 0
  return {
    add: (facts) => {
      if (limit === 0) return
      // A ring: the oldest makes room.
      kept[count % limit] = facts
      count += 1
    },
    entries: () => {
      const first = Math.max(0, count - limit)
      return Array.from({ length: count - first }, (_, index) => {
        const number = first + index
        return toEntry(kept[number % limit] as RequestNote, number + 1)
      })
    },
  }
}

function toEntry({ at, url, ...facts }: RequestNote, sequence: number): JournalEntry {
  const entry = {
    sequence,
    ...facts,
    at: new Date(at).toISOString(),
    path: redactPath(url),
    container: printableLine(facts.container),
  }
  return Object.freeze(entry)
}

// 32 hex characters and more, the formats of section 7 of LabKey's and ours, and anything as long.
const keyLike = /[0-9a-f]{32}|\||%7c|^lk[as]_|^[^.]{48,}$/i

function redactPath(url: string): string {
  const { pathname } = new URL(url)
  const segments = pathname.split('/')
  const files = segments[1] === '_webdav' || segments[2] === '_webdav' ? filesAt(segments) : -1
  const safe = segments.map((segment, index) => {
    const isFile = files >= 0 && index > files && segment !== ''
    return isFile || keyLike.test(segment) ? '***' : segment
  })
  return printableLine(safe.join('/'))
}

function filesAt(segments: readonly string[]): number {
  return segments.findIndex((segment) => /^(@|%40)/i.test(segment))
}
