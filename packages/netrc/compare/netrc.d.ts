declare module 'netrc' {
  type Machines = Record<string, { login?: string; password?: string }>
  const netrc: { parse(text: string): Machines; format(machines: Machines): string }
  export default netrc
}
