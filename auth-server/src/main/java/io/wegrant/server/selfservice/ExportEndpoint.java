package io.wegrant.server.selfservice;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.accounts.LinkedIdentities;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.User;
import io.wegrant.server.accounts.UserOverview;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.profiles.Pictures;
import io.wegrant.server.profiles.ProfileWithPicture;
import io.wegrant.server.profiles.Profiles;
import io.wegrant.server.selfservice.AccountExport.Event;
import io.wegrant.server.selfservice.AccountExport.Identity;
import io.wegrant.server.selfservice.AccountExport.Image;
import io.wegrant.server.selfservice.AccountExport.Owner;
import io.wegrant.server.selfservice.AccountExport.Session;
import io.wegrant.server.sessions.Sessions;
import io.wegrant.server.staff.PhoneNumber;
import io.wegrant.server.staff.Phones;

/**
 * What is held of a user, for the user to take along.
 */
@RestController
class ExportEndpoint {

	private static final int BATCH = 100;

	private final Users users;

	private final LinkedIdentities identities;

	private final Phones phones;

	private final Profiles profiles;

	private final Pictures pictures;

	private final Sessions sessions;

	private final AuditLog auditLog;

	private final OwnAccount account;

	private final String pictureUrl;

	private final Clock clock;

	ExportEndpoint(Users users, LinkedIdentities identities, Phones phones, Profiles profiles, Pictures pictures,
			Sessions sessions, AuditLog auditLog, OwnAccount account, AuthorizationServerSettings settings,
			Clock clock) {
		this.users = users;
		this.identities = identities;
		this.phones = phones;
		this.profiles = profiles;
		this.pictures = pictures;
		this.sessions = sessions;
		this.auditLog = auditLog;
		this.account = account;
		this.pictureUrl = PicturesEndpoint.url(settings);
		this.clock = clock;
	}

	@GetMapping(path = SelfServiceConfiguration.PATH + "/export", produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<AccountExport> exportAccount(JwtAuthenticationToken authentication) {
		Caller caller = Caller.of(authentication);
		this.account.recordExport(caller);
		return ResponseEntity.ok()
			.header(HttpHeaders.CONTENT_DISPOSITION,
					ContentDisposition.attachment().filename("account.json").build().toString())
			.body(export(caller.sub()));
	}

	private AccountExport export(Sub sub) {
		UserOverview owner = this.users.describe(sub).orElseThrow(AccountProblem::notActive);
		User user = this.users.find(sub).orElseThrow(AccountProblem::notActive);
		ProfileWithPicture presentation = this.profiles.find(sub);
		Optional<Image> image = presentation.picture()
			.flatMap((name) -> this.pictures.find(name).map((picture) -> Image.of(this.pictureUrl + name, picture)));
		return new AccountExport(this.clock.instant(), Owner.of(owner, List.copyOf(user.roles())),
				this.identities.of(sub).stream().map(Identity::of).toList(),
				this.phones.ofUser(sub).map(PhoneNumber::e164).orElse(null), presentation.profile(), image.orElse(null),
				() -> sessionsOf(user.id()).iterator(), Event.all(this.auditLog.ofUser(sub.value())));
	}

	private Stream<Session> sessionsOf(long userId) {
		return Stream.iterate(0L, (offset) -> offset + BATCH)
			.map((offset) -> this.sessions.ofUser(userId, BATCH, offset))
			.takeWhile((batch) -> !batch.isEmpty())
			.flatMap(List::stream)
			.map((session) -> Session.of(session, ToldTimes.of(session, this.sessions.expiryOf(session))));
	}

}
