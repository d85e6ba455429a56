package io.wegrant.server.staff;

import java.util.List;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the staff directory.
 *
 * @param members entries that are added to the directory at start. One that is there
 * stays as it is
 */
@ConfigurationProperties("wegrant.staff")
record StaffProperties(@DefaultValue List<Member> members) {

	/**
	 * One entry.
	 *
	 * @param phone the phone number with plus sign and country code
	 * @param roles the roles of whoever holds it
	 */
	record Member(String phone, Set<String> roles) {

		@Override
		public String toString() {
			return "Member[roles=" + this.roles + "]";
		}

	}

}
