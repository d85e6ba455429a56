package io.wegrant.server.clients;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.settings.SettingsCheck;

/**
 * Settings of the registered clients.
 *
 * @param reloadInterval how often each node reads the registrations again; so long a
 * change made at another node may go unseen
 * @param accessTokenLifetime how long an access token is valid
 * @param purgeInterval how often what clients proved themselves with is forgotten, where
 * it could not be used again anyway
 * @param revision counts the changes of the registrations: a start with a lower one than
 * a client was written with leaves the client as it is
 * @param registrations clients that are written to the database at start: added if they
 * are new, changed where they differ, switched off if they were listed before and are no
 * more. A list that is empty changes nothing
 */
@ConfigurationProperties("wegrant.clients")
public record ClientsProperties(@DefaultValue("5s") Duration reloadInterval,
		@DefaultValue("10m") Duration accessTokenLifetime, @DefaultValue("1m") Duration purgeInterval,
		@DefaultValue("0") int revision, @DefaultValue List<Registration> registrations) {

	/**
	 * Refuses registrations that could not be stored, or that no request could be for.
	 */
	public ClientsProperties {
		SettingsCheck check = SettingsCheck.of("wegrant.clients");
		check.range("reload-interval", reloadInterval, Duration.ofMillis(100), Duration.ofHours(1));
		check.range("access-token-lifetime", accessTokenLifetime, Duration.ofSeconds(1), Duration.ofDays(1));
		check.range("purge-interval", purgeInterval, Duration.ofMillis(100), Duration.ofDays(1));
		check.range("revision", revision, 0, Integer.MAX_VALUE);
		Set<String> miniPrograms = registrations.stream()
			.map(Registration::appid)
			.filter(Objects::nonNull)
			.collect(Collectors.toUnmodifiableSet());
		Set<String> routed = new HashSet<>();
		Set<String> clientIds = new HashSet<>();
		Set<String> appids = new HashSet<>();
		for (int i = 0; i < registrations.size(); i++) {
			Registration registration = registrations.get(i);
			SettingsCheck entry = check.entry("registrations", i);
			registration.check(entry);
			registration.checkWechat(entry, miniPrograms::contains, routed);
			entry.that("appid", registration.appid() == null || appids.add(registration.appid()),
					"must not be the appid of an earlier entry");
			entry.that("client-id", registration.id() == null || clientIds.add(registration.id()),
					"must not be the client-id of an earlier entry");
		}
		check.end();
	}

	/**
	 * Refuses registrations for the provider itself, whose audience no token for services
	 * may share.
	 * @param issuer the issuer identifier
	 * @param check takes the problems
	 */
	public void checkResources(URI issuer, SettingsCheck check) {
		SettingsCheck own = check.under("wegrant.clients");
		for (int i = 0; i < this.registrations.size(); i++) {
			own.entry("registrations", i)
				.that("resources", !this.registrations.get(i).resources().contains(issuer.toString()),
						"must not name wegrant.issuer: tokens are for the provider without it");
		}
	}

	/**
	 * Refuses registrations for what no client may have.
	 * @param scope a scope of the provider's own
	 * @param never the paths of WeChat's API that are called for nobody
	 * @param unknown the paths that nobody can call
	 * @param check takes the problems
	 */
	public void checkReserved(String scope, Predicate<String> never, Predicate<String> unknown, SettingsCheck check) {
		SettingsCheck own = check.under("wegrant.clients");
		for (int i = 0; i < this.registrations.size(); i++) {
			SettingsCheck entry = own.entry("registrations", i);
			entry.that("scopes", !this.registrations.get(i).scopes().contains(scope),
					"must not name " + scope + ", which is for the provider's own tokens");
			entry.that("wechat.api", this.registrations.get(i).wechat().api().stream().noneMatch(never),
					"must not name a path that gives away tokens, secrets or keys, or uses up the quota");
			entry.that("wechat.api", this.registrations.get(i).wechat().api().stream().noneMatch(unknown),
					"must name the calls of /xpay one by one, as WeChat's documents do");
		}
	}

	Set<String> accessTokenAlgorithms() {
		return this.registrations.stream()
			.map((each) -> each.accessTokenAlgorithm().name())
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * The JWS algorithm of a client's access tokens.
	 */
	enum AccessTokenAlgorithm {

		ES256, RS256

	}

	/**
	 * One client. With an {@code appid} it may exchange the codes of that mini-program
	 * and refresh its tokens; without, it gets tokens of its own by
	 * {@code client_credentials}.
	 *
	 * @param clientId the client's identifier; the appid if absent
	 * @param clientSecret the secret of a client that can keep one; it is stored as a
	 * hash
	 * @param previousClientSecret the secret before, which works beside the new one as
	 * long as it is given
	 * @param jwkSetUri where a client that authenticates with {@code private_key_jwt}
	 * publishes its keys
	 * @param appid the mini-program
	 * @param appSecret the secret that WeChat gave the mini-program; it is stored
	 * encrypted
	 * @param previousAppSecret the secret before; while it is given, the one is used that
	 * WeChat accepts
	 * @param pushToken the token of the mini-program's message push, as entered in
	 * WeChat's console: 3 to 32 letters and digits; without it pushes are not taken. It
	 * is stored encrypted
	 * @param encodingAesKey the EncodingAESKey of the message push, 43 letters and
	 * digits; with it only encrypted pushes are taken, without it only plain ones. It is
	 * stored encrypted
	 * @param openPlatformAccount a name for the WeChat Open Platform account that the
	 * mini-program is bound to; absent if it is not bound
	 * @param scopes the scopes that may be granted
	 * @param resources the resource servers that its tokens may be meant for, as absolute
	 * URIs
	 * @param wechatClaims whether access tokens carry {@code appid} and {@code openid}
	 * @param accessTokenAlgorithm the JWS algorithm of access tokens: {@code ES256} or
	 * {@code RS256}
	 * @param enabled whether the client may do anything
	 * @param wechat what a service may have the provider do for it at WeChat
	 * @param payment what a mini-program sells by WeChat's virtual payment
	 * @param pushRoutes which of WeChat's pushes to the mini-programs of {@code wechat}
	 * go on to a service
	 * @param eventReceivers where a service hears what happens to accounts
	 */
	record Registration(@Nullable String clientId, @Nullable String clientSecret, @Nullable String previousClientSecret,
			@Nullable String jwkSetUri, @Nullable String appid, @Nullable String appSecret,
			@Nullable String previousAppSecret, @Nullable String pushToken, @Nullable String encodingAesKey,
			@Nullable String openPlatformAccount, @DefaultValue Set<String> scopes, @DefaultValue Set<String> resources,
			@DefaultValue("true") boolean wechatClaims,
			@DefaultValue("ES256") AccessTokenAlgorithm accessTokenAlgorithm, @DefaultValue("true") boolean enabled,
			@DefaultValue WechatRegistration wechat, @Nullable PaymentRegistration payment,
			@DefaultValue List<PushRouteRegistration> pushRoutes,
			@DefaultValue List<EventReceiverRegistration> eventReceivers) {

		private static final int MAX_CLIENT_ID = 128;

		private static final int MAX_SECRET = 256;

		private static final int MAX_URI = 1024;

		/** How many characters the scopes, or the resources, may have when stored. */
		private static final int MAX_SET = 2000;

		/**
		 * With more, and all roles that a user can have, a token would not fit into 8 KB.
		 */
		private static final int MAX_SETS = 3000;

		/** How many characters the routes of pushes may have when stored. */
		private static final int MAX_ROUTES = 4000;

		/** How many characters the receivers of account events may have when stored. */
		private static final int MAX_RECEIVERS = 2000;

		// RFC 6749 appendix A.1 and A.2, without the spaces that databases pad with.
		private static final Pattern VISIBLE = Pattern.compile("[!-~]([ -~]*[!-~])?");

		private static final Pattern AMBIGUOUS = Pattern.compile("[+%]");

		private static final Pattern APPID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

		private static final Pattern PUSH_TOKEN = Pattern.compile("[A-Za-z0-9]{3,32}");

		private static final Pattern ENCODING_AES_KEY = Pattern.compile("[A-Za-z0-9]{43}");

		// RFC 6749 section 3.3.
		private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+");

		private static final Pattern ACCOUNT = Pattern
			.compile("[^\\p{Cntrl}\\s]([^\\p{Cntrl}]{0,62}[^\\p{Cntrl}\\s])?");

		/**
		 * Returns the client's identifier.
		 * @return the client-id, or the appid in its place
		 */
		@Nullable String id() {
			return (this.clientId != null) ? this.clientId : this.appid;
		}

		/**
		 * Tells whether what a client sends by HTTP Basic depends on whether it encodes
		 * its id and secret, as RFC 6749 section 2.3.1 says, or does not.
		 * @return whether one of them has characters that are read in two ways
		 */
		boolean hasAmbiguousSecret() {
			return this.clientSecret != null && Stream.of(id(), this.clientSecret, this.previousClientSecret)
				.anyMatch((value) -> value != null && AMBIGUOUS.matcher(value).find());
		}

		private void check(SettingsCheck check) {
			check.required("client-id", id(), "a client needs a client-id or an appid");
			checkText(check, "client-id", this.clientId, MAX_CLIENT_ID);
			checkSecrets(check);
			checkMiniProgram(check);
			check.that("jwk-set-uri", this.jwkSetUri == null || isUrl(this.jwkSetUri),
					"must be an http or https URL of at most " + MAX_URI + " characters, without user and fragment");
			checkSets(check);
			checkReceivers(check);
		}

		private void checkWechat(SettingsCheck check, Predicate<String> isMiniProgram, Set<String> routed) {
			this.wechat.check(check, this.appid == null, isMiniProgram);
			if (this.payment != null) {
				this.payment.check(check, this.appid != null);
			}
			check.that("scopes", this.wechat.jobs().isEmpty() || this.scopes.contains("wechat.apps"),
					"must name wechat.apps, which the jobs of wechat.jobs need");
			check.that("push-routes", this.pushRoutes.isEmpty() || !this.wechat.apps().isEmpty(),
					"needs wechat.apps: the mini-programs whose pushes go on");
			for (int i = 0; i < this.pushRoutes.size(); i++) {
				PushRouteRegistration route = this.pushRoutes.get(i);
				SettingsCheck entry = check.entry("push-routes", i);
				route.check(entry, this.resources);
				boolean isNew = this.wechat.apps()
					.stream()
					.flatMap(
							(app) -> route.events().stream().map((event) -> app + " " + event.toLowerCase(Locale.ROOT)))
					.filter((each) -> !routed.add(each))
					.findAny()
					.isEmpty();
				entry.that("events", isNew, "must not name what goes to an earlier route already");
			}
			check.that("push-routes",
					!check.hasPassed() || StoredServices.of(services()).pushRoutes().length() <= MAX_ROUTES,
					"must have at most " + MAX_ROUTES + " characters together");
		}

		WechatServices services() {
			return new WechatServices(this.wechat.apps(), this.wechat.namedJobs(), this.wechat.api(),
					this.pushRoutes.stream().map((each) -> each.route(this.resources)).toList());
		}

		List<EventReceiver> receivers() {
			return this.eventReceivers.stream().map((each) -> each.receiver(this.resources)).toList();
		}

		private void checkReceivers(SettingsCheck check) {
			check.that("event-receivers", this.eventReceivers.isEmpty() || this.appid == null,
					"is for services: a client with an appid is a mini-program");
			Set<AccountEventType> received = EnumSet.noneOf(AccountEventType.class);
			for (int i = 0; i < this.eventReceivers.size(); i++) {
				EventReceiverRegistration receiver = this.eventReceivers.get(i);
				SettingsCheck entry = check.entry("event-receivers", i);
				receiver.check(entry, this.resources);
				entry.that("events", Collections.disjoint(received, receiver.types()),
						"must not name what an earlier receiver gets already");
				received.addAll(receiver.types());
			}
			check.that("event-receivers",
					!check.hasPassed() || EventReceiver.stored(receivers()).length() <= MAX_RECEIVERS,
					"must have at most " + MAX_RECEIVERS + " characters together");
		}

		private void checkSecrets(SettingsCheck check) {
			check.that("client-secret", this.appid != null || this.clientSecret != null || this.jwkSetUri != null,
					"is missing: a client without appid authenticates with a secret or with keys at a jwk-set-uri");
			checkText(check, "client-secret", this.clientSecret, MAX_SECRET);
			checkText(check, "previous-client-secret", this.previousClientSecret, MAX_SECRET);
			check.that("previous-client-secret", this.previousClientSecret == null || this.clientSecret != null,
					"needs a client-secret");
		}

		private void checkMiniProgram(SettingsCheck check) {
			check.that("appid", this.appid == null || APPID.matcher(this.appid).matches(),
					"must be 1 to 64 letters, digits, _ and -");
			check.that("app-secret", this.appid == null || this.appSecret != null,
					"is missing: the codes of a mini-program are exchanged with its app secret");
			checkText(check, "app-secret", this.appSecret, MAX_SECRET);
			checkText(check, "previous-app-secret", this.previousAppSecret, MAX_SECRET);
			check.that("push-token", this.pushToken == null || PUSH_TOKEN.matcher(this.pushToken).matches(),
					"must be 3 to 32 letters and digits, as WeChat's push tokens are");
			check.that("encoding-aes-key",
					this.encodingAesKey == null || ENCODING_AES_KEY.matcher(this.encodingAesKey).matches(),
					"must be 43 letters and digits, as WeChat's EncodingAESKey is");
			check.that("push-token", this.encodingAesKey == null || this.pushToken != null,
					"is missing: pushes are signed with a token, encrypted or not");
			check.that("open-platform-account",
					this.openPlatformAccount == null || ACCOUNT.matcher(this.openPlatformAccount).matches(),
					"must be 1 to 64 visible characters, without a space at either end");
			checkOwner(check, "app-secret", this.appSecret);
			checkOwner(check, "previous-app-secret", this.previousAppSecret);
			checkOwner(check, "push-token", this.pushToken);
			checkOwner(check, "encoding-aes-key", this.encodingAesKey);
			checkOwner(check, "open-platform-account", this.openPlatformAccount);
		}

		private void checkOwner(SettingsCheck check, String name, @Nullable String value) {
			check.that(name, value == null || this.appid != null, "needs an appid");
		}

		private void checkSets(SettingsCheck check) {
			int scopesLength = String.join(" ", this.scopes).length();
			int resourcesLength = String.join(" ", this.resources).length();
			check.that("scopes", this.scopes.stream().allMatch((scope) -> SCOPE.matcher(scope).matches()),
					"must be scopes of RFC 6749 section 3.3, with commas between: visible ASCII characters but \" and \\");
			check.that("resources", this.resources.stream().allMatch(Registration::isResource),
					"must be absolute URIs without a fragment (RFC 8707 section 2), with commas between");
			check.that("scopes", scopesLength <= MAX_SET, "must have at most " + MAX_SET + " characters together");
			check.that("resources", resourcesLength <= MAX_SET,
					"must have at most " + MAX_SET + " characters together");
			check.that("resources", scopesLength + resourcesLength + 2 * this.resources.size() <= MAX_SETS,
					"and scopes must have at most " + MAX_SETS + " characters together, for an access token to fit"
							+ " into 8 KB");
		}

		private static void checkText(SettingsCheck check, String name, @Nullable String value, int maxLength) {
			check.that(name, value == null || (value.length() <= maxLength && VISIBLE.matcher(value).matches()),
					"must be 1 to " + maxLength + " visible ASCII characters, without a space at either end");
		}

		private static boolean isResource(String value) {
			return uri(value).filter((uri) -> uri.isAbsolute() && uri.getRawFragment() == null).isPresent();
		}

		static boolean isUrl(String value) {
			return value.length() <= MAX_URI && uri(value)
				.filter((uri) -> ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
						&& SettingsCheck.hasAddress(uri) && uri.getRawUserInfo() == null
						&& uri.getRawFragment() == null)
				.isPresent();
		}

		// Not by the framework's conversion, which would encode a value's percent signs.
		private static Optional<URI> uri(String value) {
			try {
				URI uri = new URI(value);
				return value.equals(uri.toASCIIString()) ? Optional.of(uri) : Optional.empty();
			}
			catch (URISyntaxException ex) {
				return Optional.empty();
			}
		}

		@Override
		public String toString() {
			return "Registration[clientId=" + this.clientId + ", appid=" + this.appid + "]";
		}

	}

}
