/** What of the process is needed to end it. */
export interface DyingProcess {
  readonly on: (
    event: 'uncaughtException' | 'unhandledRejection',
    listener: (error: unknown) => void,
  ) => unknown
  readonly exit: (code: number) => never
}

/**
 * Ends the process with 1 and one line when a failure escapes.
 *
 * After an exception nothing is answered any more: what it left behind nobody knows. After a rejection
 * that nobody waited for, `finish` lets what is under way have its answers first; whatever fails
 * meanwhile ends the process at once.
 *
 * The line names the error's class, its code and the place in this program. Its message may hold what a
 * client sent, and Node itself would print all that hangs on it.
 */
export function dieCleanly(
  process: DyingProcess,
  tell: (line: string) => void,
  finish: () => Promise<unknown>,
): void {
  let isDying = false
  const die = (): void => process.exit(1)
  const say = (error: unknown): void =>
    tell(`wellkey-server: an error nobody foresaw ended the server: ${describeFailure(error)}\n`)
  process.on('uncaughtException', (error) => {
    say(error)
    die()
  })
  const finishAndDie = async (): Promise<void> => {
    try {
      await finish()
    } finally {
      die()
    }
  }
  process.on('unhandledRejection', (error) => {
    say(error)
    if (isDying) return die()
    isDying = true
    void finishAndDie()
  })
}

/** Returns what can be said of an error without its message: class, code, and where it was thrown. */
function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return `a thrown ${typeof error}`
  const { name, message, stack = '' } = error
  const code = 'code' in error ? error.code : undefined
  // A message may look like a line of the stack.
  const frames = stack.slice(stack.lastIndexOf(message) + message.length)
  const place = /\n {4}at .*?([\w.-]+\.[cm]?[jt]s:\d+:\d+)\)?(?:\n|$)/.exec(frames)?.[1]
  return [
    /^[A-Za-z]{1,40}$/.test(name) ? name : 'Error',
    ...(typeof code === 'string' && /^E[A-Z0-9_]{1,40}$/.test(code) ? [code] : []),
    ...(place === undefined ? [] : ['at', place]),
  ].join(' ')
}
