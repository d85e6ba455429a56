package io.wegrant.server.selfservice;

import java.util.List;

/**
 * What is said of a user to those who hold the user's token: claims of OpenID Connect
 * Core 1.0 section 5.1, as far as the token's scopes allow.
 *
 * @param sub the public id
 * @param roles the user's roles
 */
record UserInfo(String sub, List<String> roles) {

}
