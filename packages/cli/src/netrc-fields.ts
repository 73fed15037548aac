/** The values of a netrc entry that a command can print, the default first. */
export const netrcFields = ['password', 'login', 'account'] as const

/** One value of a netrc entry. */
export type NetrcField = (typeof netrcFields)[number]
