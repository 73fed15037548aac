/**
 * The commands that talk to a server by the names of their files in src/online, each loaded when it is
 * first asked for. The build puts them here.
 */
export const commands: Readonly<Record<string, unknown>> = {}
