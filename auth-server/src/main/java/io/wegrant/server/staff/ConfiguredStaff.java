package io.wegrant.server.staff;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.staff.StaffProperties.Member;

/**
 * Writes the configured entries into a staff directory that is empty and always was: all
 * of them or none, and of nodes that start at once one of them. After that the directory
 * is the administrators': what they remove stays removed.
 */
final class ConfiguredStaff {

	private static final Logger logger = LoggerFactory.getLogger(ConfiguredStaff.class);

	private static final int ATTEMPTS = 5;

	private static final String ACTOR = "configuration";

	private final Staff staff;

	private final AuditLog auditLog;

	private final TransactionTemplate transactions;

	ConfiguredStaff(Staff staff, AuditLog auditLog, TransactionTemplate transactions) {
		this.staff = staff;
		this.auditLog = auditLog;
		this.transactions = transactions;
	}

	void write(List<Member> members) {
		boolean done = members.isEmpty();
		for (int attempt = 1; !done; attempt++) {
			try {
				this.transactions.executeWithoutResult((status) -> writeIfFirst(members));
				done = true;
			}
			catch (DuplicateKeyException | ConcurrencyFailureException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
				logger.info("Another node is writing to the staff directory too");
			}
		}
	}

	private void writeIfFirst(List<Member> members) {
		if (this.staff.begin()) {
			members.forEach((member) -> add(member.number().orElseThrow(), Roles.of(member.roles()).orElseThrow()));
			logger.info("The {} entries of wegrant.staff.members were added to the staff directory", members.size());
		}
	}

	private void add(PhoneNumber phone, Roles roles) {
		Staff.Change change = this.staff.put(phone, roles);
		if (change.kind() != Staff.Kind.NONE) {
			this.auditLog.record(AuditEvent.of(AuditEventType.STAFF_CHANGED, ACTOR).staff(change.member().id()));
		}
	}

}
