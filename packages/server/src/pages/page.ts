/** A whole page, and the nonce that lets its scripts run. */
export interface Page {
  readonly html: string
  /** In every `<script>` of the page and in its policy, other each time. */
  readonly nonce: string
}
