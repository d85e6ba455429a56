package io.wegrant.server.staff;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.staff.StaffProperties.Member;

/**
 * Writes the configured entries into a staff directory that is empty and always was.
 * After the first start the directory is the administrators': what they remove stays
 * removed.
 */
final class ConfiguredStaff {

	private static final Logger logger = LoggerFactory.getLogger(ConfiguredStaff.class);

	private static final Set<AuditEventType> CHANGES = EnumSet.of(AuditEventType.STAFF_CHANGED,
			AuditEventType.STAFF_REMOVED);

	private static final String ACTOR = "configuration";

	private final Staff staff;

	private final AuditLog auditLog;

	ConfiguredStaff(Staff staff, AuditLog auditLog) {
		this.staff = staff;
		this.auditLog = auditLog;
	}

	void write(List<Member> members) {
		boolean untouched = this.staff.list(0, 1, 0).isEmpty() && !this.auditLog.knowsAny(CHANGES);
		for (int index = 0; untouched && index < members.size(); index++) {
			Member member = members.get(index);
			add("wegrant.staff.members[" + index + "]", member.number().orElseThrow(),
					Roles.of(member.roles()).orElseThrow());
		}
	}

	private void add(String property, PhoneNumber phone, Roles roles) {
		try {
			Staff.Change change = this.staff.put(phone, roles);
			if (change.kind() != Staff.Kind.NONE) {
				this.auditLog.record(AuditEvent.of(AuditEventType.STAFF_CHANGED, ACTOR).staff(change.member().id()));
			}
			logger.info("{} was added to the staff directory", property);
		}
		catch (DuplicateKeyException ex) {
			logger.info("Another node is adding {} too", property);
		}
	}

}
