package io.wegrant.server.admin;

import java.util.Objects;

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

import io.wegrant.server.keys.KeyRotation;

/**
 * The signing keys, to be looked at, rotated before their time and withdrawn.
 */
@RestController
class KeysEndpoint {

	private static final String PATH = AdminConfiguration.PATH + "/keys";

	private final KeyRotation rotation;

	private final Administration administration;

	KeysEndpoint(KeyRotation rotation, Administration administration) {
		this.rotation = rotation;
		this.administration = administration;
	}

	@GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	KeyList listKeys() {
		return new KeyList(this.rotation.list().stream().map(KeyItem::of).toList());
	}

	@PostMapping(path = PATH + "/rotate", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	KeyItem rotateKey(@RequestBody(required = false) @Nullable Rotation rotation, Authentication caller) {
		Rotation given = Objects.requireNonNullElse(rotation, Rotation.DEFAULT);
		return KeyItem
			.of(this.administration.rotateKey(given.algorithmOrDefault(), Cause.of(caller.getName(), given.reason())));
	}

	@PostMapping(path = PATH + "/{kid}/withdraw", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void withdrawKey(@PathVariable String kid, @RequestBody Reason reason, Authentication caller) {
		this.administration.withdrawKey(kid, Cause.of(caller.getName(), reason));
	}

}
