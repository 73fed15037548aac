/** The values of a netrc entry that a command can print, the default first. */
export const netrcFields = ['password', 'login', 'account'] as const

/** One value of a netrc entry. */
export type NetrcField = (typeof netrcFields)[number]

/** The dialects of `@wellkey/netrc`, written out since no start should load that package. */
export const netrcDialects = ['consensus', 'curl', 'python', 'go', 'inetutils', 'strict'] as const
