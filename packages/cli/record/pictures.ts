import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLab } from '../test/stage.ts'
import { openScreen, type Screen } from './screen.ts'

/** What a terminal showed, by name. */
export type Pictures = Readonly<Record<string, string>>

const prompt = /\n\$$/

/** Runs the real command in a real terminal, and takes its pictures. */
export async function takePictures(): Promise<Pictures> {
  const folder = await mkdtemp(join(tmpdir(), 'wellkey-record-'))
  const lab = await startLab({ contextPath: '/labkey' })
  const screen = await openScreen(folder, 100)
  const origin = new URL(lab.url).origin
  const pictures: Record<string, string> = {}
  const take = async (name: string): Promise<void> => {
    const text = await screen.wait(prompt)
    pictures[name] = stable(text.replace(prompt, ''), folder, origin)
    await screen.clear()
  }
  try {
    await logIn(screen, origin, lab.key)
    await take('login')
    await screen.type('wellkey status', 'Enter')
    await take('status')
    await screen.type(`wellkey doctor ${lab.url}`, 'Enter')
    await take('doctor')
    await screen.type(`wellkey keys list --server ${lab.url}`, 'Enter')
    await take('keys')
    await screen.type('wellkey query list', 'Enter')
    await take('containers')
    await screen.type('wellkey query select lists Patients --container "/Open Data"', 'Enter')
    await take('rows')
    lab.server.reset()
    await screen.type(`wellkey whoami ${lab.url}`, 'Enter')
    await take('refused')
    return pictures
  } finally {
    await screen.close()
    await lab.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

async function logIn(screen: Screen, origin: string, key: string): Promise<void> {
  await screen.type(`wellkey login ${origin}`, 'Enter')
  await screen.wait(/Open that page/)
  await screen.type('n')
  await screen.wait(/Paste the key/)
  await screen.type(key, 'Enter')
}

/** The same text on every machine and at every time. */
function stable(text: string, folder: string, origin: string): string {
  const words = text
    .replaceAll(folder, '/home/ann')
    .replaceAll(origin, 'http://localhost:8080')
    .replaceAll(new URL(origin).port, '8080')
    .replaceAll('127.0.0.1', 'localhost')
    .replaceAll(/\b\d+ ms\b/g, '2 ms')
    .replaceAll(/\b\d+ s from/g, '0 s from')
    .replaceAll(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}/g, dayLike)
    .replaceAll(/Node v[\d.]+, \w+/g, 'Node v24.0.0, linux')
    .replaceAll(/wellkey \d+\.\d+\.\d+/g, 'wellkey 1.0.0')
    .replaceAll(/(keychain\s+)(none: |answers in ).*/g, '$1none: this system offers none')
  return alignSources(words)
}

/** Keys are made now, and end in ninety days. */
function dayLike(date: string): string {
  return Date.parse(date) > Date.now() + 86_400_000 ? '2027-02-21 10:00' : '2026-11-23 10:00'
}

/** Shorter names leave gaps in the table of sources. */
function alignSources(text: string): string {
  const row = /^ {2}(environment|netrc|keychain) {2,}(.+?) {2,}(.*)$/gm
  const width = Math.max(0, ...[...text.matchAll(row)].map(([, , place = '']) => place.length))
  return text.replaceAll(row, (_, source: string, place: string, answer: string) =>
    `  ${source.padEnd(11)}  ${place.padEnd(width)}  ${answer}`.trimEnd(),
  )
}
