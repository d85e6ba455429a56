package io.wegrant.server.selfservice;

import java.time.Duration;
import java.util.Objects;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.profiles.Picture;
import io.wegrant.server.profiles.Pictures;

/**
 * The pictures of users, for anybody who knows the name of one: mini-programs, and
 * browsers without a token. They are shown as pictures and as nothing else.
 */
@RestController
class PicturesEndpoint {

	static final String PATH = "/pictures/";

	/** So long a picture may be seen that was taken away, or whose account was closed. */
	private static final Duration MAX_AGE = Duration.ofHours(1);

	private final Pictures pictures;

	PicturesEndpoint(Pictures pictures) {
		this.pictures = pictures;
	}

	/**
	 * Returns the URL below which pictures are.
	 * @param settings the provider's settings
	 * @return the URL, with a slash at its end
	 */
	static String url(AuthorizationServerSettings settings) {
		return Objects.requireNonNull(settings.getIssuer()) + PATH;
	}

	@GetMapping(PATH + "{name}")
	@ApiResponse(responseCode = "200", content = {
			@Content(mediaType = MediaType.IMAGE_PNG_VALUE, schema = @Schema(type = "string", format = "binary")),
			@Content(mediaType = MediaType.IMAGE_JPEG_VALUE, schema = @Schema(type = "string", format = "binary")),
			@Content(mediaType = "image/webp", schema = @Schema(type = "string", format = "binary")) })
	ResponseEntity<byte[]> getPicture(@PathVariable String name) {
		Picture picture = this.pictures.find(name).orElseThrow(AccountProblem::noSuchPicture);
		MediaType type = MediaType.parseMediaType(picture.contentType());
		return ResponseEntity.ok()
			.contentType(type)
			.cacheControl(CacheControl.maxAge(MAX_AGE).cachePublic())
			.eTag(name)
			.header(HttpHeaders.CONTENT_DISPOSITION,
					ContentDisposition.inline().filename("picture." + type.getSubtype()).build().toString())
			.header("Content-Security-Policy", "default-src 'none'; sandbox")
			.header("Cross-Origin-Resource-Policy", "cross-origin")
			.body(picture.content());
	}

}
