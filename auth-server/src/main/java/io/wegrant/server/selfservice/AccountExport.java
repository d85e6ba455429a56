package io.wegrant.server.selfservice;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import io.wegrant.server.accounts.LinkedIdentity;
import io.wegrant.server.accounts.UserOverview;
import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.profiles.Picture;
import io.wegrant.server.profiles.Profile;
import io.wegrant.server.sessions.DeviceLabel;
import io.wegrant.server.sessions.SessionDetails;

/**
 * All that is held of a user, as one document. The lists are read from the database while
 * they are written.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AccountExport(@JsonProperty("exported_at") Instant exportedAt, Owner account,
		@JsonProperty("wechat_identities") List<Identity> identities,
		@JsonProperty("phone_number") @Nullable String phoneNumber, Profile profile, @Nullable Image picture,
		@Schema(implementation = Session[].class) Iterable<Session> sessions,
		@Schema(implementation = Event[].class) @JsonProperty("audit_events") Iterable<Event> events) {

	@Override
	public String toString() {
		return "AccountExport[sub=" + this.account.sub() + "]";
	}

	/**
	 * The user.
	 */
	record Owner(String sub, String status, List<String> roles, @JsonProperty("created_at") Instant createdAt) {

		static Owner of(UserOverview account, List<String> roles) {
			return new Owner(account.sub().value(), account.status().name().toLowerCase(Locale.ROOT), roles,
					account.createdAt());
		}

	}

	/**
	 * A WeChat identity. The unionid is not kept, only its hash.
	 */
	record Identity(String appid, String openid, @JsonProperty("unionid_hash_kept") boolean unionidHashKept,
			@JsonProperty("created_at") Instant createdAt) {

		static Identity of(LinkedIdentity identity) {
			return new Identity(identity.account().appid().value(), identity.account().openid().value(),
					identity.isUnionidKnown(), identity.createdAt());
		}

		@Override
		public String toString() {
			return "Identity[appid=" + this.appid + "]";
		}

	}

	/**
	 * The picture, where it is and what it is.
	 */
	record Image(String url, String data) {

		static Image of(String url, Picture picture) {
			return new Image(url, "data:" + picture.contentType() + ";base64,"
					+ Base64.getEncoder().encodeToString(picture.content()));
		}

		@Override
		public String toString() {
			return "Image[url=" + this.url + "]";
		}

	}

	/**
	 * A session, those included that are over and not yet purged. The session_key is kept
	 * for the server alone. How often it was refreshed would tell who asks again and
	 * again when it is.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Session(String sid, @JsonProperty("client_id") String clientId, String appid, @Nullable String device,
			String scope, @JsonProperty("created_at") Instant createdAt,
			@JsonProperty("refreshed_at") Instant refreshedAt, @JsonProperty("expires_at") Instant expiresAt,
			@JsonProperty("ended_at") @Nullable Instant endedAt) {

		static Session of(SessionDetails session, ToldTimes times) {
			return new Session(session.sid().value(), session.clientId().value(), session.appid().value(),
					session.deviceLabel().map(DeviceLabel::value).orElse(null), session.scopes().value(),
					session.createdAt(), times.refreshedAt(), times.expiresAt(), session.ended().orElse(null));
		}

	}

	/**
	 * An event of the audit log that names the user.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Event(@JsonProperty("occurred_at") @Nullable Instant occurredAt, String type, String actor,
			@JsonProperty("client_id") @Nullable String clientId, @Nullable String sid, @Nullable String reason) {

		static Iterable<Event> all(Stream<AuditEvent> events) {
			return () -> events.map(Event::of).iterator();
		}

		private static Event of(AuditEvent event) {
			return new Event(event.occurredAt(), event.type().name(), event.actor(), event.clientId(), event.sid(),
					event.reason());
		}

	}

}
