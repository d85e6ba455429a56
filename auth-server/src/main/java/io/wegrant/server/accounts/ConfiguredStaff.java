package io.wegrant.server.accounts;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.dao.DuplicateKeyException;

import io.wegrant.server.accounts.StaffProperties.Member;

/**
 * Adds the configured entries to the staff directory. What is there stays: after the
 * first start the directory is the administrators'.
 */
final class ConfiguredStaff {

	private static final Logger logger = LoggerFactory.getLogger(ConfiguredStaff.class);

	private final Staff staff;

	ConfiguredStaff(Staff staff) {
		this.staff = staff;
	}

	void write(List<Member> members) {
		for (int index = 0; index < members.size(); index++) {
			String property = "wegrant.staff.members[" + index + "]";
			PhoneNumber phone = PhoneNumber.parse(members.get(index).phone())
				.orElseThrow(() -> invalid(property + ".phone", "A phone number begins with + and its country code"));
			Roles roles = Roles.of(members.get(index).roles())
				.filter((given) -> !given.isEmpty())
				.orElseThrow(() -> invalid(property + ".roles", "A role is 1 to 32 of A-Z, 0-9 and _, and not USER"));
			if (this.staff.find(phone).isEmpty()) {
				add(property, phone, roles);
			}
		}
	}

	private void add(String property, PhoneNumber phone, Roles roles) {
		try {
			this.staff.put(phone, roles);
			logger.info("{} was added to the staff directory", property);
		}
		catch (DuplicateKeyException ex) {
			logger.info("Another node is adding {} too", property);
		}
	}

	// The value would be printed.
	private static InvalidConfigurationPropertyValueException invalid(String property, String reason) {
		return new InvalidConfigurationPropertyValueException(property, null, reason);
	}

}
