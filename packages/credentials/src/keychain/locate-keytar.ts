import { createRequire } from 'node:module'

/**
 * Finds the file of the optional package keytar; `undefined` when it is not installed.
 *
 * It is looked for from this file, and, in case this file has become part of a bundle somewhere
 * else, from where the package `@wellkey/credentials` is installed.
 */
export function locateKeytar(): string | undefined {
  const here = createRequire(import.meta.url)
  return resolve(here, 'keytar') ?? resolveBeside(here, '@wellkey/credentials/package.json')
}

function resolveBeside(from: NodeJS.Require, file: string): string | undefined {
  const installed = resolve(from, file)
  return installed && resolve(createRequire(installed), 'keytar')
}

function resolve(from: NodeJS.Require, name: string): string | undefined {
  try {
    return from.resolve(name)
  } catch {
    return undefined
  }
}
