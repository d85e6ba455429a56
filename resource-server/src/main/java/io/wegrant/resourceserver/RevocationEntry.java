package io.wegrant.resourceserver;

/**
 * An entry of the revocation feed: tokens that are refused although they have not
 * expired.
 *
 * @param mark what these tokens bear
 * @param lowestEpoch the first epoch whose tokens are good, {@link #NONE} if none is
 * @param expiresAt when the last of them has expired, in seconds since 1970
 */
record RevocationEntry(ClaimDigest mark, long lowestEpoch, long expiresAt) {

	static final long NONE = Long.MAX_VALUE;

}
