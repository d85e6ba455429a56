package io.wegrant.server.staff;

import io.wegrant.server.accounts.Sub;

/**
 * A user holds another phone number or none any more, in the transaction of the change.
 *
 * @param sub the user's public id
 */
public record PhoneChanged(Sub sub) {

}
