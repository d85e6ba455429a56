/**
 * A gateway in front of a company's services: it checks each access token once, asks for
 * the scope of the route, and passes the token on.
 */
@NullMarked
package io.wegrant.gateway;

import org.jspecify.annotations.NullMarked;
