package io.wegrant.server.selfservice;

import java.io.IOException;
import java.io.InputStream;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.profiles.Picture;
import io.wegrant.server.profiles.pictures.PictureReader;
import io.wegrant.server.profiles.pictures.UnacceptablePictureException;

/**
 * A user's picture. The body is the picture itself, and what it is follows from its
 * content, whatever the request says.
 */
@RestController
class AvatarEndpoint {

	static final String PATH = SelfServiceConfiguration.PATH + "/avatar";

	static final int MAX_BYTES = 512 * 1024;

	private final OwnAccount account;

	private final String pictures;

	AvatarEndpoint(OwnAccount account, AuthorizationServerSettings settings) {
		this.account = account;
		this.pictures = PicturesEndpoint.url(settings);
	}

	@PutMapping(path = PATH, consumes = { "image/*", MediaType.APPLICATION_OCTET_STREAM_VALUE },
			produces = MediaType.APPLICATION_JSON_VALUE)
	@RequestBody(required = true, content = @Content(schema = @Schema(type = "string", format = "binary")))
	StoredPicture replacePicture(InputStream body, JwtAuthenticationToken authentication) throws IOException {
		Picture picture = read(LimitedBody.read(body, MAX_BYTES));
		return new StoredPicture(this.pictures.concat(this.account.replacePicture(picture, Caller.of(authentication))));
	}

	@DeleteMapping(PATH)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void removePicture(JwtAuthenticationToken authentication) {
		this.account.removePicture(Caller.of(authentication));
	}

	private static Picture read(byte[] content) {
		try {
			return PictureReader.read(content);
		}
		catch (UnacceptablePictureException ex) {
			throw AccountProblem.noPicture(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Where a picture that was stored is.
	 *
	 * @param picture the URL, as {@code /userinfo} gives it
	 */
	record StoredPicture(String picture) {

	}

}
