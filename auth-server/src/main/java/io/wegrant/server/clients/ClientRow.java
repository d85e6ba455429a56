package io.wegrant.server.clients;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.ReadOnlyProperty;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.util.StringUtils;

/**
 * A client as stored. Sets are space-separated, as in RFC 6749.
 *
 * @param secretHash the SHA-256 of the secret in hexadecimal, for a client that has one
 * @param previousSecretHash the same of the secret before, while both work
 * @param jwkSetUri where a client that authenticates with {@code private_key_jwt}
 * publishes its keys
 * @param accessTokenAlgorithm the JWS algorithm of its access tokens
 * @param enabled whether it may do anything
 * @param settings what the settings said of it last, if they ever named it
 * @param settingsRevision the revision of the settings that said it
 * @param tokenEpoch access tokens of an earlier epoch are refused; it changes by a
 * statement of its own
 * @param services what it may have done at WeChat
 * @param eventReceivers where it hears what happens to accounts, a line for each
 */
@Table("client")
record ClientRow(@Id String clientId, @Version @Nullable Integer version, @Nullable String secretHash,
		@Nullable String previousSecretHash, @Nullable String jwkSetUri, String scopes, String resources,
		@Nullable String appid, boolean wechatClaims, String accessTokenAlgorithm, boolean enabled,
		@Nullable SettingsWord settings, int settingsRevision, Instant createdAt, @ReadOnlyProperty long tokenEpoch,
		@Embedded.Empty StoredServices services, String eventReceivers) {

	/**
	 * Tells whether tokens of this row may do what those of another one may not.
	 * @param later the same client, as it is to be
	 * @return whether scopes, resources, its mini-program or something that it may have
	 * done at WeChat are taken away, or it is switched off
	 */
	boolean mayDoMoreThan(ClientRow later) {
		return (this.enabled && !later.enabled()) || (this.appid != null && !this.appid.equals(later.appid()))
				|| !spaceSeparated(later.scopes()).containsAll(spaceSeparated(this.scopes))
				|| !spaceSeparated(later.resources()).containsAll(spaceSeparated(this.resources))
				|| later.services().services().lacksAnyOf(this.services.services());
	}

	/**
	 * Tells whether the client was switched off, and not by the settings: by an operator,
	 * in the database.
	 * @return whether the settings leave it so
	 */
	boolean isSwitchedOffByOthers() {
		return !this.enabled && (this.settings == null || this.settings == SettingsWord.LISTED);
	}

	/**
	 * Returns the row of a client that the settings list no more.
	 * @param revision the revision of the settings
	 * @return the client, switched off
	 */
	ClientRow removed(int revision) {
		return new ClientRow(this.clientId, this.version, this.secretHash, this.previousSecretHash, this.jwkSetUri,
				this.scopes, this.resources, this.appid, this.wechatClaims, this.accessTokenAlgorithm, false,
				SettingsWord.REMOVED, revision, this.createdAt, this.tokenEpoch, this.services, this.eventReceivers);
	}

	static Set<String> spaceSeparated(String values) {
		return Collections
			.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(StringUtils.tokenizeToStringArray(values, " "))));
	}

}
