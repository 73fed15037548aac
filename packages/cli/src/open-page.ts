import { spawn } from 'node:child_process'
import type { Environment } from '@wellkey/credentials'

/** The system's own way of opening a page; the address is one argument and meets no shell. */
function openerOf(platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  return ['xdg-open']
}

/** Opens a page in the person's browser; says whether a program for it could be started. */
export async function openPage(
  url: URL,
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  const [command, ...words] = openerOf(platform)
  const env = withoutKeys(environment)
  return new Promise((resolve) => {
    const child = spawn(command, [...words, url.href], { env, stdio: 'ignore', detached: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

/** An environment for programs that need no key. */
export function withoutKeys(environment: Environment): NodeJS.ProcessEnv {
  const { LABKEY_API_KEY: _key, LABKEY_APIKEY: _other, ...rest } = environment
  return rest
}
