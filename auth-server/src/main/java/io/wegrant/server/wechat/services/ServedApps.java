package io.wegrant.server.wechat.services;

import java.util.Optional;

import org.springframework.security.core.Authentication;

import io.wegrant.server.accounts.Sub;
import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.clients.Client;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.limits.RateLimit;

/**
 * What services may have done for which mini-program, by their registrations as they are
 * now, and what they had done.
 */
final class ServedApps {

	private final Clients clients;

	private final RateLimit limit;

	private final AuditLog auditLog;

	ServedApps(Clients clients, RateLimit limit, AuditLog auditLog) {
		this.clients = clients;
		this.limit = limit;
		this.auditLog = auditLog;
	}

	/**
	 * Finds a mini-program that a service is registered for, and counts the request.
	 * @param caller the service
	 * @param appid the mini-program's appid
	 * @return the mini-program
	 * @throws ServicesProblem if the service is not registered for it, or asks too often
	 */
	ServedApp find(Authentication caller, String appid) {
		String clientId = caller.getName();
		this.limit.use(clientId).map(ServicesProblem::tooMany).ifPresent((problem) -> {
			throw problem;
		});
		Client client = this.clients.find(new ClientId(clientId))
			.filter((each) -> each.wechat().apps().contains(appid))
			.orElseThrow(ServicesProblem::notServed);
		return this.clients.all()
			.stream()
			.flatMap((each) -> each.miniProgram().stream())
			.filter((each) -> each.appid().equals(appid))
			.findFirst()
			.map((miniProgram) -> new ServedApp(client, miniProgram))
			.orElseThrow(ServicesProblem::notServed);
	}

	/**
	 * Notes what a service has done, before it is.
	 * @param app the mini-program
	 * @param what what is done, without any data
	 * @param sub the user for whom, if there is one
	 */
	void audit(ServedApp app, String what, Optional<Sub> sub) {
		String clientId = app.client().clientId().value();
		AuditEvent event = AuditEvent.of(AuditEventType.WECHAT_SERVICE_USED, clientId)
			.client(clientId)
			.because(what + " of " + app.miniProgram().appid());
		this.auditLog.record(sub.map((each) -> event.user(each.value())).orElse(event));
	}

}
