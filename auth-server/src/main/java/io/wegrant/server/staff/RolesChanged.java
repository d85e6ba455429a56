package io.wegrant.server.staff;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.accounts.Sub;

/**
 * A user gets other roles, in the transaction of the change.
 *
 * @param sub the user's public id
 * @param roles all that the user has now
 */
public record RolesChanged(Sub sub, Roles roles) {

}
