type Lift = (data: unknown) => unknown;

/**
 * How the clear data of older schema versions are lifted to the next, by event type and version; the stored bytes stay as they
 * are. `DisclosureRecorded` 1 -> 2: what version 2 says besides is absent from an older record, and an audit that misses it
 * judges by what is there.
 */
export const eventUpcasters: { readonly [type: string]: { readonly [fromVersion: number]: Lift } } = {
  DisclosureRecorded: { 1: (data) => data },
};
