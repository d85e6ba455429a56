package io.wegrant.server.admin.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.admin.Administration;
import io.wegrant.server.admin.Attribution;
import io.wegrant.server.keys.SigningKeyDetails;
import io.wegrant.server.keys.SigningKeyRotation;

/**
 * The signing keys, to be looked at, rotated before their time and withdrawn.
 */
@RestController
class KeysEndpoint {

	private static final String PATH = AdminApiConfiguration.PATH + "/keys";

	private final SigningKeyRotation rotation;

	private final Administration administration;

	KeysEndpoint(SigningKeyRotation rotation, Administration administration) {
		this.rotation = rotation;
		this.administration = administration;
	}

	@GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	KeyList listKeys() {
		return new KeyList(this.rotation.list().stream().map(KeyItem::of).toList());
	}

	@PostMapping(path = PATH + "/rotate", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	KeyItem rotateKey(@RequestBody(required = false) @Nullable RotationRequest request, Authentication caller) {
		RotationRequest given = Objects.requireNonNullElse(request, RotationRequest.DEFAULT);
		return KeyItem
			.of(this.administration.rotateKey(given.algorithmOrDefault(), Attribution.of(caller, given.reason())));
	}

	@PostMapping(path = PATH + "/{kid}/withdraw", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void withdrawKey(@PathVariable String kid, @RequestBody ReasonBody reason, Authentication caller) {
		this.administration.withdrawKey(kid, Attribution.explained(caller, reason.reason()));
	}

	/**
	 * The signing keys.
	 *
	 * @param items the keys of each algorithm, the oldest first
	 */
	record KeyList(List<KeyItem> items) {

	}

	/**
	 * A signing key as administrators see it. Nothing of it is secret.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record KeyItem(String kid, String algorithm, String state, @JsonProperty("published_at") Instant publishedAt,
			@JsonProperty("activates_at") Instant activatesAt, @JsonProperty("retires_at") @Nullable Instant retiresAt,
			@JsonProperty("withdrawn_at") @Nullable Instant withdrawnAt,
			@JsonProperty("gone_at") @Nullable Instant goneAt) {

		static KeyItem of(SigningKeyDetails key) {
			return new KeyItem(key.kid(), key.algorithm(), key.state().name().toLowerCase(Locale.ROOT),
					key.publishedAt(), key.activatesAt(), key.retiresAt(), key.withdrawnAt(), key.goneAt());
		}

	}

	/**
	 * The body of a request to rotate a key. Members that are not known here are ignored.
	 *
	 * @param algorithm the algorithm of the key; {@code ES256} if absent
	 * @param reason the administrator's words, if any
	 */
	record RotationRequest(@Nullable String algorithm, @Nullable String reason) {

		static final RotationRequest DEFAULT = new RotationRequest(null, null);

		String algorithmOrDefault() {
			return (this.algorithm != null) ? this.algorithm : "ES256";
		}

	}

}
