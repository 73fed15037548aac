/** LabKey's PHI levels, from least to most sensitive (contract 3.7). */
export const phiLevels = ['NotPHI', 'Limited', 'PHI', 'Restricted'] as const

/** One of LabKey's PHI levels. `PHI` is what its pages call Full PHI. */
export type PhiLevel = (typeof phiLevels)[number]

/** What the pages call each level. */
export const phiLabels: Readonly<Record<PhiLevel, string>> = {
  NotPHI: 'Not PHI',
  Limited: 'Limited PHI',
  PHI: 'Full PHI',
  Restricted: 'Restricted PHI',
}

/** Returns the level of that exact name, or `undefined`. */
export function parsePhiLevel(name: string): PhiLevel | undefined {
  return phiLevels.find((level) => level === name)
}

/** Tells whether data of one level may be seen by somebody entitled to another. */
export function isWithinPhi(level: PhiLevel, entitled: PhiLevel): boolean {
  return phiLevels.indexOf(level) <= phiLevels.indexOf(entitled)
}
