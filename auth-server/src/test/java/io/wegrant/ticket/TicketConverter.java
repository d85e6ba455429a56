package io.wegrant.ticket;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.AuthenticationConverter;

import io.wegrant.server.authorization.TokenRequestParameters;

/**
 * Reads a request to exchange a ticket.
 */
final class TicketConverter implements AuthenticationConverter {

	@Override
	public Authentication convert(HttpServletRequest request) {
		TokenRequestParameters parameters = new TokenRequestParameters(request);
		if (!parameters.isGrantType(TicketAuthenticationToken.GRANT_TYPE.getValue())) {
			return null;
		}
		return new TicketAuthenticationToken(SecurityContextHolder.getContext().getAuthentication(),
				parameters.requiredCode("ticket", 16), parameters.access());
	}

}
