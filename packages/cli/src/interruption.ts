/** How long a command may take to end by itself after Ctrl-C. */
const patienceMs = 2000

/**
 * A signal that aborts at Ctrl-C (SIGINT) and at SIGTERM. A command that has not ended two seconds
 * later, or at the second Ctrl-C, is ended with exit code 130; files are only ever replaced whole,
 * so that none is left half written.
 */
export function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
    setTimeout(() => process.exit(130), patienceMs).unref()
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  return controller.signal
}
