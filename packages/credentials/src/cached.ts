import type { Attempt, CredentialProvider } from './attempt.ts'
import type { Credential } from './credential.ts'
import { isUnchanged, stampOf, type FileStamps } from './file-stamps.ts'

/**
 * Keeps what a provider answers, per base URL.
 *
 * Calls at the same time share one. A credential is kept until a file that it depends on, such as
 * the netrc file, has another time, size or inode, or until a request has `refresh`. "Not here" and
 * errors are never kept. Whoever gets a kept answer is told the attempts that led to it.
 */
export function cached(provider: CredentialProvider): CredentialProvider {
  const kept = new Map<string, Kept>()
  const flights = new Map<string, Flight>()

  const start = (url: URL, isRefresh: boolean): Flight => {
    const attempts: Attempt[] = []
    const stamps = new Map<string, string>()
    const ask = async (): Promise<Credential | undefined> =>
      provider({
        url: new URL(url),
        refresh: isRefresh,
        onAttempt: (attempt) => attempts.push(attempt),
        // Stamped before it is read: a change meanwhile costs one more reading, and is not missed.
        onFile: (path) => stamps.set(path, stampOf(path)),
      })
    const flight: Flight = { isRefresh, attempts, stamps, answer: ask() }
    flights.set(url.href, flight)
    const land = (credential: Credential | undefined): void => {
      // A later refresh has taken over; what this one brought is older.
      if (flights.get(url.href) !== flight) return
      flights.delete(url.href)
      if (credential === undefined) kept.delete(url.href)
      else kept.set(url.href, { credential, attempts, stamps })
    }
    flight.answer.then(land, () => land(undefined))
    return flight
  }

  return async ({ url, onAttempt, onFile, refresh = false }) => {
    const tell = ({ attempts, stamps }: Omit<Kept, 'credential'>): void => {
      for (const path of stamps.keys()) onFile?.(path)
      for (const attempt of attempts) onAttempt?.(attempt)
    }
    const old = kept.get(url.href)
    if (!refresh && old !== undefined && isUnchanged(old.stamps)) {
      tell(old)
      return old.credential
    }
    const running = flights.get(url.href)
    const flight =
      running !== undefined && (running.isRefresh || !refresh) ? running : start(url, refresh)
    try {
      return await flight.answer
    } finally {
      tell(flight)
    }
  }
}

interface Kept {
  readonly credential: Credential
  readonly attempts: readonly Attempt[]
  readonly stamps: FileStamps
}

interface Flight {
  readonly isRefresh: boolean
  readonly attempts: readonly Attempt[]
  readonly stamps: FileStamps
  readonly answer: Promise<Credential | undefined>
}
