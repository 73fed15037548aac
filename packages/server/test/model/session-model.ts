import { emailOf } from '../seed.ts'
import type { Name } from '../seed.ts'

// What sessions, keys and impersonation mean, in the simplest words: lists, flags and one number of
// minutes. It knows nothing of HTTP, digests or stores.

export type Person = Extract<Name, 'admin' | 'editor' | 'reader'>

interface ModelSession {
  readonly person: Person
  readonly startedAt: number
  usedAt: number
  isEnded: boolean
  /** Whom it acts as; `roles` is the person with fewer rights. */
  acting: { readonly kind: 'self' | 'roles' } | { readonly kind: 'user'; readonly person: Person }
  isDeclared: boolean
  wasDeclared: boolean
}

interface ModelKey {
  readonly kind: 'session' | 'apikey'
  readonly person: Person
  readonly session: ModelSession | undefined
  readonly madeAt: number
  isEnded: boolean
}

/** Who somebody turns out to be: an e-mail, `guest`, or nobody at all. */
export type Seen = string | 401

export const idleMinutes = 30
export const absoluteMinutes = 12 * 60
export const apiKeyMinutes = 60 * 24

export class SessionModel {
  minutes = 0
  readonly browsers = new Map<number, ModelSession>()
  readonly keys: ModelKey[] = []
  readonly lockedOut = new Set<Person>()

  /** The live session of a browser; looking at it through the browser keeps it alive. */
  sessionOf(browser: number): ModelSession | undefined {
    const session = this.browsers.get(browser)
    if (session === undefined || !this.isLive(session)) return undefined
    session.usedAt = this.minutes
    return session
  }

  isLive(session: ModelSession): boolean {
    return (
      !session.isEnded &&
      this.minutes - session.usedAt < idleMinutes &&
      this.minutes - session.startedAt < absoluteMinutes
    )
  }

  logIn(browser: number, person: Person): boolean {
    const before = this.sessionOf(browser)
    if (this.lockedOut.has(person)) return false
    if (before !== undefined) before.isEnded = true
    this.browsers.set(browser, {
      person,
      startedAt: this.minutes,
      usedAt: this.minutes,
      isEnded: false,
      acting: { kind: 'self' },
      isDeclared: false,
      wasDeclared: false,
    })
    return true
  }

  logOut(browser: number): void {
    const session = this.sessionOf(browser)
    if (session !== undefined) session.isEnded = true
  }

  /** Returns the status of making a key. */
  makeKey(browser: number, kind: ModelKey['kind']): 200 | 401 | 403 {
    const session = this.sessionOf(browser)
    if (session === undefined) return 401
    if (kind === 'apikey' && session.acting.kind !== 'self') return 403
    const isSession = kind === 'session'
    const { person } = session
    const key = { kind, person, madeAt: this.minutes, isEnded: false }
    this.keys.push({ ...key, session: isSession ? session : undefined })
    return 200
  }

  impersonate(browser: number, as: 'roles' | Person): 200 | 400 | 401 | 403 {
    const session = this.sessionOf(browser)
    if (session === undefined) return 401
    if (session.acting.kind !== 'self') return 400
    if (session.person !== 'admin') return 403
    if (as === 'roles') {
      session.acting = { kind: 'roles' }
      return 200
    }
    if (this.lockedOut.has(as)) return 400
    session.acting = { kind: 'user', person: as }
    session.wasDeclared = session.isDeclared
    session.isDeclared = false
    this.endKeysOf(session)
    return 200
  }

  stopImpersonating(browser: number): 200 | 400 {
    const session = this.sessionOf(browser)
    if (session === undefined || session.acting.kind === 'self') return 400
    if (session.acting.kind === 'user') {
      session.isDeclared = session.wasDeclared
      this.endKeysOf(session)
    }
    session.acting = { kind: 'self' }
    return 200
  }

  declare(browser: number): void {
    const session = this.sessionOf(browser)
    if (session !== undefined) session.isDeclared = true
  }

  lockOut(person: Person): void {
    this.lockedOut.add(person)
    for (const session of this.browsers.values()) {
      const { acting } = session
      const isMeant =
        session.person === person || (acting.kind === 'user' && acting.person === person)
      if (isMeant) session.isEnded = true
    }
  }

  seenByBrowser(browser: number): Seen {
    return seen(this.sessionOf(browser))
  }

  seenByKey(index: number): Seen {
    const key = this.keys[index]
    if (key === undefined || key.isEnded) return 401
    if (key.kind === 'session') {
      return key.session && this.isLive(key.session) ? seen(key.session) : 401
    }
    const isOver = this.minutes - key.madeAt >= apiKeyMinutes || this.lockedOut.has(key.person)
    return isOver ? 401 : emailOf(key.person)
  }

  /** What a key is answered in a protected container. */
  protectedData(index: number): 200 | 401 | 403 {
    const key = this.keys[index]
    if (key === undefined || this.seenByKey(index) === 401) return 401
    return key.session?.isDeclared ? 200 : 403
  }

  private endKeysOf(session: ModelSession): void {
    for (const key of this.keys) if (key.session === session) key.isEnded = true
  }
}

function seen(session: ModelSession | undefined): Seen {
  if (session === undefined) return 'guest'
  return emailOf(session.acting.kind === 'user' ? session.acting.person : session.person)
}
