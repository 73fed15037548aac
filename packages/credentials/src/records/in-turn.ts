import { lstat, open, rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/** So long one waits for the others at the most. */
const mostWaitMs = 5000
/** A lock of this age was left by a program that ended too early: a change takes milliseconds. */
const staleMs = 10_000

/**
 * Does something while no other program that asks does: `FILE.lock` says whose turn it is. When the turn does not
 * come in time it is done all the same, since what is at stake is words only.
 */
export async function inTurn<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${file}.lock`
  const isMine = await take(lock)
  try {
    return await work()
  } finally {
    if (isMine) await rm(lock, { force: true })
  }
}

async function take(lock: string): Promise<boolean> {
  const until = performance.now() + mostWaitMs
  while (performance.now() < until) {
    try {
      const handle = await open(lock, 'wx', 0o600)
      await handle.close()
      return true
    } catch (error) {
      if (Reflect.get(Object(error), 'code') !== 'EEXIST') throw error
    }
    const since = (await lstat(lock).catch(() => undefined))?.mtimeMs
    if (since !== undefined && Math.abs(Date.now() - since) > staleMs)
      await rm(lock, { force: true })
    else await delay(5 + Math.random() * 20)
  }
  return false
}
