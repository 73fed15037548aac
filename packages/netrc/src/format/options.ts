/** How `format` lays a file out; what is not given is as most entries have it. */
export interface FormatOptions {
  /** `lines`: one field a line, indented; `line`: an entry in one line. */
  readonly layout?: 'lines' | 'line'
  /** Blanks and tabs before a field. Default: what most have, else two blanks. */
  readonly indent?: string
  /** Empty lines between entries. */
  readonly emptyLines?: 0 | 1
  /** Default: every line keeps its own. */
  readonly lineEnd?: 'lf' | 'crlf'
}
