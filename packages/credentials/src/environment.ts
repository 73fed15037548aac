/** The environment as `process.env` gives it. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Every environment variable that wellkey reads, by meaning; where several are listed, the first
 * that is set and not blank wins.
 *
 * - `key`: the session key or API key. `LABKEY_API_KEY` is what labkey-rs documents,
 *   `LABKEY_APIKEY` what LabKey's Jupyter reports and the Perl client use.
 * - `server`: the base URL with its context path, for example `https://labkey.example.org/labkey`
 * - `container`: the default container path, for example `/Home/My Study`
 * - `netrc`: the netrc file, used as it is, as curl >= 8.16 does
 */
export const environmentVariables = {
  key: ['LABKEY_API_KEY', 'LABKEY_APIKEY'],
  server: ['LABKEY_BASE_URL', 'LABKEY_URL', 'LABKEY_SERVER'],
  container: ['LABKEY_CONTAINER'],
  netrc: ['NETRC'],
} as const

/** A variable that is set, and its value without blanks around it. */
export interface EnvironmentValue {
  readonly variable: string
  readonly value: string
}

/** Looks a meaning up in the environment; `undefined` when unset or blank. */
export function readEnvironment(
  meaning: keyof typeof environmentVariables,
  environment: Environment = process.env,
): EnvironmentValue | undefined {
  for (const variable of environmentVariables[meaning]) {
    // `process.env` inherits from Object.prototype, which other code may have polluted.
    if (!Object.hasOwn(environment, variable)) continue
    const value = environment[variable]?.trim()
    if (value !== undefined && value !== '') return { variable, value }
  }
  return undefined
}
