package io.wegrant.server.admin.api;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.admin.Administration;
import io.wegrant.server.admin.Attribution;
import io.wegrant.server.clients.ClientId;

/**
 * The clients, whose sessions may have to end all at once.
 */
@RestController
class ClientsEndpoint {

	private final Administration administration;

	ClientsEndpoint(Administration administration) {
		this.administration = administration;
	}

	@DeleteMapping(AdminApiConfiguration.PATH + "/clients/{client_id}/sessions")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void endSessionsOfClient(@PathVariable("client_id") String clientId,
			@RequestParam(required = false) @Nullable String reason, Authentication caller) {
		this.administration.endSessionsOfClient(new ClientId(clientId), Attribution.of(caller, reason));
	}

}
