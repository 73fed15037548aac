// A source of keys of your own, asked before the usual ones: here a file that an orchestrator mounts.
import { readFile } from 'node:fs/promises'
import { createClient, exitCodeOf } from '@wellkey/client'
import {
  chain,
  createCredential,
  defaultProvider,
  type CredentialProvider,
} from '@wellkey/credentials'

/** Answers with the key in a mounted file, for one server; for every other it has none. */
function fromMountedFile(file: string, baseUrl: string): CredentialProvider {
  return async ({ url, onFile, onAttempt }) => {
    const attempt = { source: 'custom', place: file } as const
    if (url.origin !== new URL(baseUrl).origin) {
      onAttempt?.({ ...attempt, outcome: 'not here', reason: `it is for ${baseUrl}` })
      return undefined
    }
    // `cached` asks again when this file changes.
    onFile?.(file)
    const secret = await readFile(file, 'utf8')
    const credential = createCredential({ url, secret, source: { kind: 'custom', place: file } })
    onAttempt?.({ ...attempt, outcome: 'found' })
    return credential
  }
}

try {
  const baseUrl = process.env['LABKEY_BASE_URL'] ?? ''
  const file = process.env['LABKEY_KEY_FILE'] ?? '/run/secrets/labkey'
  const credentials = chain(fromMountedFile(file, baseUrl), defaultProvider())
  const labkey = createClient({ baseUrl, credentials })
  const { email } = await labkey.security.whoAmI()
  console.log(`${email}, by the key in ${(await labkey.credential())?.source.place}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = exitCodeOf(error)
}
