/** How bad a finding is: `error` makes an entry or a file unreadable somewhere. */
export type Severity = 'error' | 'warning' | 'info'
