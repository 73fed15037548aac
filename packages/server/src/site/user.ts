import type { PhiLevel } from '../data/phi.ts'

/** What a user may do everywhere on the server. */
export type Role = 'admin' | 'editor' | 'reader'

/** A person, or the guest that every request without credentials runs as. */
export interface User {
  /** LabKey's user id; 0 is the guest. */
  readonly id: number
  readonly email: string
  readonly displayName: string
  /** `guest` grants nothing: of guests, and of administrators who impersonate no role. */
  readonly role: Role | 'guest'
  readonly isActive: boolean
  /** The highest PHI level the user may declare. */
  readonly maxPhi: PhiLevel
}

/** The user of a request without credentials (contract 3.2). */
export const guest: User = {
  id: 0,
  email: 'guest',
  displayName: 'guest',
  role: 'guest',
  isActive: true,
  maxPhi: 'NotPHI',
}

/** Tells whether nobody is signed in. */
export function isGuest(user: User): boolean {
  return user.id === 0
}
