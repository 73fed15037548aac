/** The shells that can complete a line of `wellkey`. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const

/** A shell that can complete a line of `wellkey`. */
export type Shell = (typeof shells)[number]
