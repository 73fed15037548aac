import type { KeyRecord, Secret } from '@wellkey/credentials'

/** A key that is about to be stored, and what is known of it. */
export interface KeyInHand extends Partial<
  Pick<KeyRecord, 'kind' | 'created' | 'expires' | 'keyId'>
> {
  readonly secret: Secret
}
