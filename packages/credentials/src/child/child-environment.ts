import { environmentVariables, type Environment } from '../environment.ts'

const keys: readonly string[] = environmentVariables.key

/** What a process that is started gets of an environment: everything but keys, and `without`. */
export function childEnvironment(
  environment: Environment,
  without: readonly string[] = [],
): NodeJS.ProcessEnv {
  const dropped = new Set([...keys, ...without])
  // Windows does not tell the case of a name.
  const kept = Object.entries(environment).filter(([name]) => !dropped.has(name.toUpperCase()))
  return Object.fromEntries(kept)
}
