package io.wegrant.server.staff;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.settings.SettingsCheck;

/**
 * Settings of the staff directory.
 *
 * @param members entries that a directory gets at the start at which it is empty and
 * always was
 */
@ConfigurationProperties("wegrant.staff")
record StaffProperties(@DefaultValue List<Member> members) {

	StaffProperties {
		SettingsCheck check = SettingsCheck.of("wegrant.staff");
		Set<PhoneNumber> seen = new HashSet<>();
		for (int i = 0; i < members.size(); i++) {
			members.get(i).check(check.entry("members", i), seen);
		}
		check.end();
	}

	/**
	 * One entry.
	 *
	 * @param phone the phone number with plus sign and country code
	 * @param roles the roles of whoever holds it
	 */
	record Member(@Nullable String phone, @DefaultValue Set<String> roles) {

		/**
		 * Reads the phone number.
		 * @return the number, or empty if there is none
		 */
		Optional<PhoneNumber> number() {
			return Optional.ofNullable(this.phone).flatMap(PhoneNumber::parse);
		}

		private void check(SettingsCheck check, Set<PhoneNumber> seen) {
			check.that("phone", number().isPresent(), "must be a phone number that begins with + and its country code");
			check.that("phone", number().map(seen::add).orElse(true), "must not be that of an earlier entry");
			check.that("roles", Roles.of(this.roles).filter((given) -> !given.isEmpty()).isPresent(),
					"must be 1 to " + Roles.MAX + " roles of A-Z, 0-9 and _, of at most 32 characters, and not USER");
		}

		@Override
		public String toString() {
			return "Member[roles=" + this.roles + "]";
		}

	}

}
