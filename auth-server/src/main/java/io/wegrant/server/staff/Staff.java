package io.wegrant.server.staff;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.staff.StaffRows.Entry;

/**
 * The staff directory: which roles the holder of a phone number has, whoever that is and
 * before anybody is.
 */
@Component
public final class Staff {

	private final StaffRows rows;

	private final PhoneNumberRows numberRows;

	private final PhoneNumberStore numbers;

	private final EffectiveRoles roles;

	private final TransactionTemplate transactions;

	private final Clock clock;

	Staff(StaffRows rows, PhoneNumberRows numberRows, PhoneNumberStore numbers, EffectiveRoles roles,
			TransactionTemplate transactions, Clock clock) {
		this.rows = rows;
		this.numberRows = numberRows;
		this.numbers = numbers;
		this.roles = roles;
		this.transactions = transactions;
		this.clock = clock;
	}

	/**
	 * Lists the directory in the order of its numbers.
	 * @param after the number of the entry after which to begin, 0 for the first
	 * @param limit how many at most
	 * @param offset how many to pass over
	 * @return the entries
	 */
	public List<StaffMember> list(long after, int limit, long offset) {
		return this.rows.findAfter(after, limit, offset).stream().map(this::open).toList();
	}

	/**
	 * Finds the entry of a phone number.
	 * @param phone the phone number
	 * @return the entry, or empty if there is none
	 */
	public Optional<StaffMember> find(PhoneNumber phone) {
		return this.rows.find(this.numbers.hash(phone)).map(this::open);
	}

	/**
	 * Begins the directory, in the caller's transaction, unless it has or had an entry.
	 * Of several who try at once the others wait for the first.
	 * @return whether it had none
	 */
	boolean begin() {
		return this.rows.begin();
	}

	/**
	 * Adds an entry, or changes its roles.
	 * @param phone the phone number
	 * @param roles the roles, at least one
	 * @return the entry, and what was done to it
	 */
	public Change put(PhoneNumber phone, Roles roles) {
		return this.transactions.execute((status) -> {
			PhoneNumberRow number = this.numbers.claim(phone);
			Optional<Entry> stored = this.rows.find(number.key());
			if (stored.isEmpty()) {
				this.rows.add(number.key(), roles, this.clock.instant());
				this.rows.begin();
			}
			else if (!stored.get().roles().equals(roles)) {
				this.rows.change(number.key(), roles, this.clock.instant());
			}
			else {
				return new Change(open(stored.get()), Kind.NONE);
			}
			updateHolder(number);
			return new Change(open(this.rows.find(number.key()).orElseThrow()),
					stored.isEmpty() ? Kind.ADDED : Kind.CHANGED);
		});
	}

	/**
	 * Removes an entry.
	 * @param id its number
	 * @return the entry as it was, or empty if there is none
	 */
	public Optional<StaffMember> remove(long id) {
		return this.transactions.execute((status) -> {
			Optional<PhoneNumberRow> number = this.numberRows.claim(id) ? this.numberRows.findById(id)
					: Optional.empty();
			Optional<StaffMember> removed = this.rows.find(id).map(this::open);
			if (removed.isPresent()) {
				this.rows.remove(id);
				number.ifPresent(this::updateHolder);
				this.numberRows.forgetIfUnused(id);
			}
			return removed;
		});
	}

	private void updateHolder(PhoneNumberRow number) {
		number.holder().ifPresent((holder) -> {
			this.roles.claim(List.of(holder));
			this.roles.update(holder);
		});
	}

	private StaffMember open(Entry entry) {
		return new StaffMember(entry.id(), this.numbers.open(entry.phone(), entry.phoneHash()), entry.roles(),
				entry.createdAt(), entry.changedAt(), Optional.ofNullable(entry.sub()));
	}

	/**
	 * What was done to an entry.
	 */
	public enum Kind {

		/** There was none. */
		ADDED,

		/** It had other roles. */
		CHANGED,

		/** It was as it should be. */
		NONE

	}

	/**
	 * An entry, and what was done to it.
	 *
	 * @param member the entry
	 * @param kind what was done
	 */
	public record Change(StaffMember member, Kind kind) {

	}

}
