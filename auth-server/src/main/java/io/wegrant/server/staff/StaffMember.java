package io.wegrant.server.staff;

import java.time.Instant;
import java.util.Optional;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.accounts.Sub;

/**
 * An entry of the staff directory.
 *
 * @param id its number
 * @param phone the phone number
 * @param roles the roles of whoever holds the phone number
 * @param createdAt when the entry was made
 * @param changedAt when its roles were changed last
 * @param sub the public id of the user who holds the phone number, if one does
 */
public record StaffMember(long id, PhoneNumber phone, Roles roles, Instant createdAt, Instant changedAt,
		Optional<Sub> sub) {

}
