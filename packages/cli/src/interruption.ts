/** How long a command may take to end by itself after Ctrl-C. */
const patienceMs = 2000

/** What becomes of Ctrl-C. */
export interface Interruption {
  /** Aborts at Ctrl-C (SIGINT), Ctrl-\ (SIGQUIT), SIGTERM, and when the terminal is closed (SIGHUP). */
  readonly signal: AbortSignal
  /** From now on signals only go to the listener, which decides when this program ends. */
  readonly handOver: (listener: (name: NodeJS.Signals) => void) => void
}

/**
 * Listens to Ctrl-C (SIGINT), Ctrl-\ (SIGQUIT), SIGTERM and SIGHUP. A command that has not ended two
 * seconds later, or at the second Ctrl-C, is ended with exit code 130; files are only ever replaced
 * whole, so that none is left half written. Unheard, SIGQUIT would write a core file with the key in it.
 */
export function abortOnInterrupt(): Interruption {
  const controller = new AbortController()
  let listener: ((name: NodeJS.Signals) => void) | undefined
  const stop = (name: NodeJS.Signals): void => {
    if (listener !== undefined) {
      listener(name)
      return
    }
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
    setTimeout(() => process.exit(130), patienceMs).unref()
  }
  process.on('SIGINT', stop).on('SIGQUIT', stop).on('SIGTERM', stop).on('SIGHUP', stop)
  return {
    signal: controller.signal,
    handOver: (next) => {
      listener = next
    },
  }
}
