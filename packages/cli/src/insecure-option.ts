/** The option that lets a key travel in clear text, the same for every command that sends one. */
export const insecureOption = [
  '--allow-insecure-http',
  'send the key over plain http: to a machine that is not this one',
] as const
