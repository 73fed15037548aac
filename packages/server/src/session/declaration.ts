import { badParameter } from '../http/failures.ts'
import type { Parameters } from '../http/parameters.ts'
import { isWithinPhi, parsePhiLevel, phiLabels } from '../data/phi.ts'
import type { PhiLevel } from '../data/phi.ts'
import type { User } from '../site/user.ts'

/** What a person declared for a protected container, for as long as the session lives. */
export interface Declaration {
  /** Role or activity, such as `Research`. */
  readonly activity: string
  /** IRB number. */
  readonly irb: string
  readonly phi: PhiLevel
  /** The terms built from the choices, as they were signed. */
  readonly terms: string
}

/** What the declaration page suggests as role or activity. */
export const suggestedActivities: readonly string[] = [
  'Research with waiver of HIPAA authorization or consent',
  'Research with participant consent',
  'Quality improvement',
  'Data management',
]

const maxActivity = 100
const irbNumber = /^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,39}$/

/**
 * Reads a declaration from the fields `activity`, `irb` and `phi`, with the terms that are to be signed.
 *
 * @throws {ActionError} 400 that names the field which is missing, malformed or above the level the
 *   user may declare.
 */
export function readChoices(parameters: Parameters, user: User): Declaration {
  const activity = parameters.get('activity')?.trim() ?? ''
  const irb = parameters.get('irb')?.trim() ?? ''
  const phi = parsePhiLevel(parameters.get('phi') ?? '')
  // Controls would end up in the audit.
  if (activity === '' || activity.length > maxActivity || /\p{Cc}/u.test(activity)) {
    throw badParameter(
      'activity',
      `Enter your role or activity, at most ${maxActivity} characters.`,
    )
  }
  if (!irbNumber.test(irb)) {
    throw badParameter('irb', 'Enter the IRB number, for example 2024-0117.')
  }
  if (phi === undefined) {
    throw badParameter('phi', 'Choose the PHI level: NotPHI, Limited, PHI or Restricted.')
  }
  if (!isWithinPhi(phi, user.maxPhi)) {
    throw badParameter('phi', `You may declare at most ${phiLabels[user.maxPhi]}.`)
  }
  return { activity, irb, phi, terms: declarationTerms(activity, irb, phi) }
}

/**
 * Reads a declaration that is signed with the field `acceptTerms`.
 *
 * @throws {ActionError} 400 as {@link readChoices}, and without the signature.
 */
export function readDeclaration(parameters: Parameters, user: User): Declaration {
  const declaration = readChoices(parameters, user)
  if (parameters.flag('acceptTerms')) return declaration
  throw badParameter('acceptTerms', 'Check the box to sign these terms.')
}

const phiTerms: Readonly<Record<PhiLevel, string>> = {
  NotPHI: 'I will see no data that could identify a person.',
  Limited: 'I will see limited PHI, and will not try to find out whom it is about.',
  PHI: 'I will see full PHI, only as much as the activity needs, and will show it to nobody else.',
  Restricted:
    'I will see restricted PHI, whose disclosure is subject to further law, only as much as the ' +
    'activity needs, and will show it to nobody else.',
}

/** Returns the words that somebody with these choices signs. */
export function declarationTerms(activity: string, irb: string, phi: PhiLevel): string {
  return (
    `I access this data for ${activity} under IRB number ${irb} and use it for nothing else. ` +
    `${phiTerms[phi]} Every access is recorded with this declaration.`
  )
}
