package io.wegrant.server.admin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.User;
import io.wegrant.server.accounts.UserStatus;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.admin.StaffFile.Row;
import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.audit.AuditedChanges;
import io.wegrant.server.staff.PhoneNumber;
import io.wegrant.server.staff.RoleGrants;
import io.wegrant.server.staff.Staff;
import io.wegrant.server.staff.Staff.Change;
import io.wegrant.server.staff.Staff.Kind;
import io.wegrant.server.staff.StaffMember;

/**
 * The changes of roles that administrators make.
 */
public final class StaffAdministration {

	private static final int BATCH = 100;

	private final Staff staff;

	private final Users users;

	private final RoleGrants grants;

	private final AuditedChanges changes;

	StaffAdministration(Staff staff, Users users, RoleGrants grants, AuditedChanges changes) {
		this.staff = staff;
		this.users = users;
		this.grants = grants;
		this.changes = changes;
	}

	/**
	 * Adds an entry to the directory, or changes it.
	 * @param phone the phone number
	 * @param roles the roles
	 * @param attribution who does it, and why
	 * @return the entry
	 */
	public StaffMember put(PhoneNumber phone, Roles roles, Attribution attribution) {
		AtomicReference<StaffMember> member = new AtomicReference<>();
		this.changes.makeAll(() -> {
			Change change = this.staff.put(phone, roles);
			member.set(change.member());
			return (change.kind() != Kind.NONE) ? List.of(changed(change.member(), attribution)) : List.of();
		});
		return Objects.requireNonNull(member.get());
	}

	/**
	 * Removes an entry from the directory.
	 * @param id its number
	 * @param attribution who does it, and why
	 * @throws AdminProblem with 404 if there is none
	 */
	public void remove(long id, Attribution attribution) {
		this.changes.makeAll(() -> {
			StaffMember removed = this.staff.remove(id).orElseThrow(AdminProblem::noSuchStaff);
			return List.of(about(removed, attribution.of(AuditEventType.STAFF_REMOVED)));
		});
	}

	/**
	 * Adds the entries of a file to the directory, or changes those that are there, some
	 * at a time: of one transaction for all, tokens issued before its end would have the
	 * old roles and pass, and other revocations would wait for it. If one fails, the file
	 * can be imported again.
	 * @param rows the rows of the file
	 * @param attribution who does it, and why
	 * @return how many entries were added, changed, and left as they are
	 */
	public Map<Kind, Integer> add(List<Row> rows, Attribution attribution) {
		// In an order in which no two imports wait for each other.
		List<Row> sorted = rows.stream().sorted(Comparator.comparing((each) -> each.phone().e164())).toList();
		Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
		for (int from = 0; from < sorted.size(); from += BATCH) {
			addBatch(sorted.subList(from, Math.min(sorted.size(), from + BATCH)), attribution)
				.forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
		}
		return counts;
	}

	private Map<Kind, Integer> addBatch(List<Row> rows, Attribution attribution) {
		Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
		this.changes.makeAll(() -> {
			counts.clear();
			List<AuditEvent> events = new ArrayList<>();
			for (Row row : rows) {
				Change change = this.staff.put(row.phone(), row.roles());
				counts.merge(change.kind(), 1, Integer::sum);
				if (change.kind() != Kind.NONE) {
					events.add(changed(change.member(), attribution));
				}
			}
			return events;
		});
		return counts;
	}

	/**
	 * Replaces the roles that were given to a user directly.
	 * @param sub the user's public id
	 * @param roles the roles
	 * @param attribution who does it, and why
	 * @throws AdminProblem with 404 if there is no such user, or 409 if the account is
	 * closed
	 */
	public void grant(Sub sub, Roles roles, Attribution attribution) {
		this.changes.makeAll(() -> {
			User user = this.users.find(sub).orElseThrow(AdminProblem::noSuchUser);
			if (user.status() == UserStatus.CLOSED) {
				throw AdminProblem.accountClosed();
			}
			return this.grants.replace(user.id(), roles)
					? List.of(attribution.of(AuditEventType.ROLES_GRANTED).user(user.sub().value())) : List.of();
		});
	}

	private static AuditEvent changed(StaffMember member, Attribution attribution) {
		return about(member, attribution.of(AuditEventType.STAFF_CHANGED));
	}

	private static AuditEvent about(StaffMember member, AuditEvent event) {
		AuditEvent ofEntry = event.staff(member.id());
		return member.sub().map(Sub::value).map(ofEntry::user).orElse(ofEntry);
	}

}
