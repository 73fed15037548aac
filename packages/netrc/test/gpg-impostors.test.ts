// Programs that are called gpg and do not do what gpg does.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { editNetrc, findEntry, readNetrc, readNetrcSync } from '@wellkey/netrc'
import { forEachTest, addKey } from './made-netrc.ts'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made), { name: '.netrc.gpg', text: undefined })

describe.skipIf(process.platform === 'win32')('a gpg that is not what it should be', () => {
  const impostor = (script: string): string => {
    const program = join(folder, 'gpg')
    writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o700 })
    return program
  }
  const outcomes = async (options: object): Promise<readonly unknown[]> => {
    writeFileSync(file, 'cipher', { mode: 0o600 })
    const caught = (error: unknown): unknown => error
    const found: unknown[] = [await readNetrc(file, options).catch(caught)]
    try {
      found.push(readNetrcSync(file, options))
    } catch (error) {
      found.push(error)
    }
    return found
  }
  const refusal = (message: RegExp): unknown =>
    expect.objectContaining({ code: 'ERR_NETRC_GPG', message: expect.stringMatching(message) })

  test('that is missing', async () => {
    const found = await outcomes({ gpgProgram: join(folder, 'none') })
    expect(found).toEqual([refusal(/install GnuPG/), refusal(/install GnuPG/)])
  })

  test('that never ends is killed', async () => {
    const gpgProgram = impostor('exec sleep 60')
    const start = performance.now()
    const found = await outcomes({ gpgProgram, gpgTimeoutMs: 300 })
    expect(found).toEqual([refusal(/within 0\.3 s/), refusal(/within 0\.3 s/)])
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  test('that fails: its talk is not repeated', async () => {
    const gpgProgram = impostor('echo "machine h password secret-in-talk" >&2; exit 2')
    const found = await outcomes({ gpgProgram })
    expect(found).toEqual([refusal(/code 2.*run: gpg --decrypt/), refusal(/code 2/)])
    for (const error of found) {
      expect(String(error)).not.toContain('secret-in-talk')
      expect(JSON.stringify(error)).not.toContain('secret-in-talk')
    }
  })

  test('gets the path after --, and no shell reads it', async () => {
    const seen = join(folder, 'seen')
    const gpgProgram = impostor(
      `printf '%s\\n' "$@" > '${seen}'; echo '[GNUPG:] DECRYPTION_OKAY' >&2; echo 'machine h login u'`,
    )
    const odd = join(folder, `-o$(touch owned);'".gpg`)
    writeFileSync(odd, 'cipher', { mode: 0o600 })
    expect(findEntry(await readNetrc(odd, { gpgProgram }), { host: 'h' })?.login).toBe('u')
    expect(readFileSync(seen, 'utf8').split('\n').slice(-3, -1)).toEqual(['--', odd])
    expect(existsSync('owned')).toBe(false)
  })

  test('that encrypts nothing leaves the old file', async () => {
    const gpgProgram = impostor(
      'case "$*" in *--decrypt*) echo "[GNUPG:] DECRYPTION_OKAY" >&2;; *) cat >/dev/null; echo half;; esac',
    )
    writeFileSync(file, 'cipher', { mode: 0o600 })
    await expect(editNetrc(file, addKey, { gpgProgram })).rejects.toEqual(refusal(/Cannot encrypt/))
    expect(readFileSync(file, 'utf8')).toBe('cipher')
    expect(readdirSync(folder).toSorted()).toEqual(['.netrc.gpg', 'gpg'])
  })
})
