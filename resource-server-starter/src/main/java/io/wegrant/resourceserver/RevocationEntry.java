package io.wegrant.resourceserver;

/**
 * An entry of the revocation feed: tokens that are refused although they have not
 * expired.
 *
 * @param mark what these tokens bear
 * @param before the latest time of issue, in seconds since 1970, up to which they are
 * refused, {@link #ALWAYS} when it does not matter
 * @param expiresAt when the last of them has expired, in seconds since 1970
 */
record RevocationEntry(ClaimDigest mark, long before, long expiresAt) {

	static final long ALWAYS = Long.MAX_VALUE;

}
