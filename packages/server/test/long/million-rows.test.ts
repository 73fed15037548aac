import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(dirname(import.meta.dirname), '..', '..', '..')
const isOnDist = process.env['TEST_DIST'] === '1'
const maxGrowthKiB = 100 * 1024

let child: ChildProcess
let url = ''

beforeAll(async () => {
  child = fork(join(import.meta.dirname, 'million-rows-server.ts'), {
    cwd: root,
    execArgv: [
      '--max-old-space-size=64',
      '--import',
      'tsx',
      ...(isOnDist ? [] : ['--conditions=@wellkey/source']),
    ],
  })
  const [message] = (await once(child, 'message')) as [{ url: string }]
  url = `${message.url}/Open/query-selectRows.api?schemaName=lists&apiVersion=13.2&query.maxRows=-1`
})

afterAll(() => {
  child.kill()
})

async function peakKiB(): Promise<number> {
  const answer = once(child, 'message')
  child.send('peak')
  const [{ peakKiB: peak }] = (await answer) as [{ peakKiB: number }]
  return peak
}

/** Reads an answer to its end without holding it; returns its size, its number of rows, and its end. */
async function drain(
  response: Response,
  pauseMs = 0,
): Promise<{ bytes: number; rows: number; end: string }> {
  let bytes = 0
  let rows = 0
  let end = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    const text = decoder.decode(chunk as Uint8Array, { stream: true })
    bytes += (chunk as Uint8Array).byteLength
    rows +=
      (end.slice(-8) + text).split('{"data":').length -
      1 -
      (end.slice(-8).split('{"data":').length - 1)
    end = (end + text).slice(-300)
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  return { bytes, rows, end }
}

describe('a million rows', () => {
  test('are answered whole in flat memory, under 100 MB over the idle process', async () => {
    await drain(await fetch(`${url}&query.queryName=Million&respFormat=json_compact&limit=10`))
    const idle = await peakKiB()
    const response = await fetch(`${url}&query.queryName=Million&respFormat=json_compact`)
    const { rows, end } = await drain(response)
    expect([response.status, rows]).toEqual([200, 1_000_000])
    expect(end).toMatch(/\],"rowCount":1000000\}$/)
    expect((await peakKiB()) - idle).toBeLessThan(maxGrowthKiB)
  })

  test('wait for a reader that stops', async () => {
    const before = await peakKiB()
    const abort = new AbortController()
    const responses = await Promise.all(
      Array.from({ length: 8 }, () =>
        fetch(`${url}&query.queryName=Million`, { signal: abort.signal }),
      ),
    )
    await new Promise((resolve) => setTimeout(resolve, 3000))
    expect(responses.every(({ status }) => status === 200)).toBe(true)
    expect((await peakKiB()) - before).toBeLessThan(maxGrowthKiB)
    abort.abort()
    // The server goes on with others.
    const { rows } = await drain(
      await fetch(`${url}&query.queryName=Million&respFormat=json_compact&limit=5`),
    )
    expect(rows).toBe(5)
  })

  test('that end early end with the exception, as valid JSON with status 200', async () => {
    const response = await fetch(`${url}&query.queryName=Late`)
    const json = (await response.json()) as { rows: unknown[]; exception: string; success: boolean }
    expect([response.status, json.rows.length, json.exception, json.success]).toEqual([
      200,
      100_000,
      'The disk is on fire',
      false,
    ])
    expect(json).toHaveProperty('exceptionClass')
    expect(json).not.toHaveProperty('rowCount')
  })
})
