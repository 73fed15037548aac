/** What `performance.now` is in the bundles of the command: milliseconds of a clock that never jumps. */
export function elapsedMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
