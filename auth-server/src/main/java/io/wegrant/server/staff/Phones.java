package io.wegrant.server.staff;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import io.wegrant.server.accounts.AccountClosed;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.User;
import io.wegrant.server.accounts.UserStatus;

/**
 * Who holds which phone number. A number has one holder, the latest for whom WeChat
 * vouched, and a user holds one number.
 */
@Component
public final class Phones {

	private final PhoneNumberRows rows;

	private final PhoneNumberStore numbers;

	private final UserRolesRows users;

	private final EffectiveRoles roles;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	Phones(PhoneNumberRows rows, PhoneNumberStore numbers, UserRolesRows users, EffectiveRoles roles,
			ApplicationEventPublisher events, Clock clock) {
		this.rows = rows;
		this.numbers = numbers;
		this.users = users;
		this.roles = roles;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Makes a user the holder of a number. The holder before, and the user's number
	 * before, are so no more, with the roles that this gave.
	 * <p>
	 * It runs in the caller's transaction. Of several that race for a number, the last to
	 * claim it holds it.
	 * @param userId the user's internal number
	 * @param number a number that the user has just proved to hold
	 * @return the change, or empty if the user is not active any more
	 */
	public Optional<Bound> bind(long userId, PhoneNumber number) {
		PhoneNumberRow row = this.numbers.claim(number);
		Optional<Long> loser = row.holder().filter((holder) -> holder != userId);
		this.roles.claim(Stream.concat(Stream.of(userId), loser.stream()).toList());
		if (user(userId).status() != UserStatus.ACTIVE) {
			this.rows.forgetIfUnused(row.key());
			return Optional.empty();
		}
		this.rows.findByUserId(userId).filter((held) -> held.key() != row.key()).ifPresent(this::release);
		this.rows.give(row.key(), userId, this.clock.instant());
		loser.ifPresent(this::lost);
		this.roles.update(userId);
		Bound bound = new Bound(user(userId), row.holder().isEmpty() || loser.isPresent(), loser.map(this::user));
		if (bound.isNew()) {
			this.events.publishEvent(new PhoneChanged(bound.holder().sub()));
		}
		return Optional.of(bound);
	}

	/**
	 * Takes away a user's number, with the roles that it gave.
	 * @param userId the user's internal number
	 * @return whether the user held one
	 */
	public boolean release(long userId) {
		Optional<PhoneNumberRow> held = claimHeldBy(userId);
		held.ifPresent((row) -> {
			this.roles.claim(List.of(userId));
			release(row);
			lost(userId);
		});
		return held.isPresent();
	}

	/**
	 * Finds the number that a user holds.
	 * @param sub the user's public id
	 * @return the number, or empty if the user holds none
	 */
	public Optional<PhoneNumber> ofUser(Sub sub) {
		return this.rows.findBySub(sub).map((row) -> this.numbers.open(row.phone(), row.phoneHash()));
	}

	/**
	 * Finds the user who holds a number.
	 * @param number the number
	 * @return the user, or empty if nobody holds it
	 */
	public Optional<User> holderOf(PhoneNumber number) {
		return this.rows.findByPhoneHash(this.numbers.hash(number)).flatMap(PhoneNumberRow::holder).map(this::user);
	}

	@EventListener
	void on(AccountClosed event) {
		claimHeldBy(event.userId()).ifPresent(this::release);
		this.roles.erase(event.userId());
	}

	private void lost(long userId) {
		this.events.publishEvent(new PhoneChanged(user(userId).sub()));
		this.roles.updateLoser(userId);
	}

	private Optional<PhoneNumberRow> claimHeldBy(long userId) {
		return this.rows.claimOfUser(userId) ? this.rows.findByUserId(userId) : Optional.empty();
	}

	private void release(PhoneNumberRow row) {
		this.rows.take(row.key());
		this.rows.forgetIfUnused(row.key());
	}

	private User user(long userId) {
		return this.users.getById(userId).user();
	}

	/**
	 * A number has a holder.
	 *
	 * @param holder the holder, with the roles that the number gives
	 * @param isNew whether the holder did not hold it already
	 * @param loser who held it before, if somebody else did
	 */
	public record Bound(User holder, boolean isNew, Optional<User> loser) {

	}

}
