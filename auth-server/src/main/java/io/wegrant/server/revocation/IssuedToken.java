package io.wegrant.server.revocation;

import java.util.Optional;

import org.springframework.security.oauth2.jwt.Jwt;

import io.wegrant.server.clients.ClientId;
import io.wegrant.server.sessions.SessionDetails;

/**
 * A genuine token of this provider that has not expired.
 *
 * @param clientId the client that it was issued to
 * @param session its session, unless it is a client's own
 * @param accessToken what it says, if it is an access token
 */
record IssuedToken(ClientId clientId, Optional<SessionDetails> session, Optional<Jwt> accessToken) {

}
