// What five clients can do, and what of it ours can: @labkey/api 1.35.3 (js), labkey 3.0 (python), Rlabkey 3.4.6 (r),
// labkey-api-java 6.3 (java), labkey-rs 0.2.2 (rust), counted from their sources. Thin variants share a row.

export type Peer = 'js' | 'python' | 'r' | 'java' | 'rust'

/** An area, what one can do there, the functions of each client, and ours, of which each has a proof. */
export type Capability = readonly [
  area: string,
  capability: string,
  peers: Readonly<Record<Peer, readonly string[]>>,
  ours: readonly string[],
  note?: string,
]
