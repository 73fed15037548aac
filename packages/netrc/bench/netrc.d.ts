declare module 'netrc' {
  type Machines = Record<string, Record<string, string>>
  const netrc: {
    (file?: string): Machines
    parse(text: string): Machines
    format(machines: Machines): string
  }
  export default netrc
}
