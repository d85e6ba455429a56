package io.wegrant.server.authorization;

import java.util.function.Predicate;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.web.authentication.AuthenticationConverter;

import io.wegrant.server.clients.Client;

/**
 * A grant of the token endpoint (RFC 6749 section 1.3). The module that implements one
 * publishes it as a bean, and nothing else knows of it: since it is there the token
 * endpoint takes it, the metadata lists it and its requests are counted.
 *
 * @param type the {@code grant_type}
 * @param clients which clients may use it; any other one is answered
 * {@code unauthorized_client}
 * @param converter reads a request that is for it, into a token of the grant's own
 * @param provider answers that token
 */
public record Grant(AuthorizationGrantType type, Predicate<Client> clients, AuthenticationConverter converter,
		AuthenticationProvider provider) {

}
