package io.wegrant.server.profiles;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.accounts.AccountClosed;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.profiles.ProfileRows.Everything;
import io.wegrant.server.secrets.Ciphertext;
import io.wegrant.server.secrets.MasterKeyset;

/**
 * What users say of themselves, encrypted as one document each: it is read and written as
 * a whole, and nothing looks for a user by it.
 */
@Component
public final class Profiles {

	private static final JsonMapper JSON = new JsonMapper();

	private final ProfileRows rows;

	private final MasterKeyset keyset;

	private final Clock clock;

	Profiles(ProfileRows rows, MasterKeyset keyset, Clock clock) {
		this.rows = rows;
		this.keyset = keyset;
		this.clock = clock;
	}

	/**
	 * Finds how a user presents themselves.
	 * @param sub the user's public id
	 * @return the presentation, which is empty of a user who has said nothing
	 */
	public ProfileWithPicture find(Sub sub) {
		return this.rows.findEverything(sub)
			.map(this::presentation)
			.orElseGet(() -> new ProfileWithPicture(Profile.EMPTY, Optional.empty(), Optional.empty()));
	}

	/**
	 * Replaces what a user says, in the caller's transaction, which has locked the user.
	 * @param userId the user's internal number
	 * @param profile what the user says now
	 * @return whether it differs from what the user said before
	 */
	public boolean replace(long userId, Profile profile) {
		Profile before = this.rows.findByUserId(userId)
			.map((row) -> open(row.userId(), row.document()))
			.orElse(Profile.EMPTY);
		if (before.equals(profile)) {
			return false;
		}
		Instant now = this.clock.instant();
		Ciphertext document = this.keyset.encrypt(JSON.writeValueAsString(profile), context(userId));
		if (!this.rows.replace(userId, document, now)) {
			this.rows.add(userId, document, now);
		}
		return true;
	}

	/**
	 * Changes what a user says, if the user says anything, in the caller's transaction,
	 * which has locked the user.
	 * @param userId the user's internal number
	 * @param change the change
	 * @return whether anything differs from what the user said before
	 */
	public boolean change(long userId, UnaryOperator<Profile> change) {
		return this.rows.findByUserId(userId)
			.map((row) -> open(row.userId(), row.document()))
			.filter((profile) -> replace(userId, change.apply(profile)))
			.isPresent();
	}

	@EventListener
	void on(AccountClosed event) {
		this.rows.erase(event.userId());
	}

	private ProfileWithPicture presentation(Everything row) {
		Profile profile = (row.document() != null) ? open(row.userId(), row.document()) : Profile.EMPTY;
		Optional<Instant> updatedAt = Stream
			.of(Optional.ofNullable(row.updatedAt()), Optional.ofNullable(row.pictureUpdatedAt()))
			.flatMap(Optional::stream)
			.max(Comparator.naturalOrder());
		return new ProfileWithPicture(profile, Optional.ofNullable(row.picture()), updatedAt);
	}

	private Profile open(long userId, Ciphertext document) {
		return JSON.readValue(this.keyset.decrypt(document, context(userId)), Profile.class);
	}

	private static String context(long userId) {
		return ProfileRow.DOCUMENT.context(List.of(Long.toString(userId)));
	}

}
