// Removes locks and temporary files of saves that the end of the process cuts short.
import { fs } from './builtins.ts'
import { isSameFile, type FileStats } from './fs-port.ts'

type File = { readonly path: string; readonly stats: FileStats | undefined }

const files = new Set<File>()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
let isListening = false

/** As {@link removeAtExit}, for work that no signal handler can interrupt. */
export function removeAtExitOnly(path: string, stats?: FileStats): () => void {
  const file = { path, stats }
  if (files.size === 0) process.on('exit', removeAll)
  files.add(file)
  return () => {
    files.delete(file)
    if (files.size === 0) process.off('exit', removeAll)
  }
}

/**
 * Has a file removed when the process exits or is asked to end, until the answer is called; when its
 * state is given, only if it is still that file.
 */
export function removeAtExit(path: string, stats?: FileStats): () => void {
  const release = removeAtExitOnly(path, stats)
  if (!isListening) {
    for (const signal of signals) process.on(signal, endBySignal)
    isListening = true
  }
  return () => {
    release()
    // A signal that came in the last step is still to be delivered, by the next turn of the loop.
    if (files.size === 0) setImmediate(stopListening)
  }
}

function stopListening(): void {
  if (files.size > 0 || !isListening) return
  for (const signal of signals) process.off(signal, endBySignal)
  isListening = false
}

function endBySignal(signal: NodeJS.Signals): void {
  // Whoever else listens decides whether the process ends; if it does, `exit` tidies up.
  if (process.listenerCount(signal) > 1) return
  removeAll()
  stopListening()
  process.kill(process.pid, signal)
}

function removeAll(): void {
  for (const { path, stats } of files) {
    try {
      const isSame = stats === undefined || isSameFile(fs.lstatSync(path, { bigint: true }), stats)
      if (isSame) fs.unlinkSync(path)
    } catch {
      // It stays for the next save to sweep.
    }
  }
  files.clear()
}
