/** Lifetimes of API keys that are offered, in seconds, with what they are called (contract 2.3). */
export const keyLifetimes: readonly (readonly [number, string])[] = [
  [-1, 'Never'],
  ...[7, 30, 90, 180, 365].map((days) => [days * 86_400, `${days} days`] as const),
]
