package io.wegrant.server.wechat.events;

import java.util.Collections;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.wegrant.server.profiles.Profile;

/**
 * What a user has withdrawn, in the numbers of WeChat's list: those of a mini-program,
 * those of a service account from 201 on, and 301 of an application, which is everything.
 * The numbers that are not here are about what is not kept: 1 a vehicle's plate, 3 and
 * 202 invoices, 4 Bluetooth, 5 and 204 the microphone, 7 the camera, 12 steps, 13, 18 and
 * 206 places, 14 and 207 images and videos, 15 files, 203 cards.
 *
 * @param numbers the numbers
 */
record Withdrawn(Set<Integer> numbers) {

	private static final Set<Integer> PHONE = Set.of(8, 301);

	private static final Set<Integer> ADDRESS = Set.of(2, 201, 301);

	private static final Set<Integer> EMAIL = Set.of(16, 301);

	private static final Set<Integer> NICKNAME = Set.of(6, 19, 205, 301);

	private static final Set<Integer> PICTURE = Set.of(6, 20, 205, 301);

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

	/**
	 * Reads the numbers. No document shows how several come, so whatever stands between
	 * them separates them.
	 * @param revokeInfo what WeChat says
	 * @return what was withdrawn
	 */
	static Withdrawn of(String revokeInfo) {
		return new Withdrawn(NUMBER.matcher(revokeInfo)
			.results()
			.map(MatchResult::group)
			.map(Integer::valueOf)
			.collect(Collectors.toSet()));
	}

	boolean hasPhone() {
		return hasAnyOf(PHONE);
	}

	boolean hasPicture() {
		return hasAnyOf(PICTURE);
	}

	/**
	 * Takes what was withdrawn out of a profile.
	 * @param profile the profile
	 * @return all the rest
	 */
	Profile outOf(Profile profile) {
		return new Profile(hasAnyOf(NICKNAME) ? null : profile.nickname(), profile.gender(), profile.birthdate(),
				profile.locale(), hasAnyOf(ADDRESS) ? null : profile.address(), profile.bio(),
				hasAnyOf(EMAIL) ? null : profile.email());
	}

	private boolean hasAnyOf(Set<Integer> meant) {
		return !Collections.disjoint(this.numbers, meant);
	}

}
