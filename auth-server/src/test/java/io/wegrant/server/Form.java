package io.wegrant.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A form to post, as {@code wx.request} would send it.
 */
public final class Form {

	private final List<String[]> parameters = new ArrayList<>();

	private Optional<String> authorization = Optional.empty();

	/**
	 * Starts a form for a grant.
	 * @param grantType the grant
	 * @return the form
	 */
	public static Form grant(String grantType) {
		return new Form().with("grant_type", grantType);
	}

	/**
	 * Starts a login.
	 * @param clientId the mini-program
	 * @param code the code of {@code wx.login}
	 * @return the form
	 */
	public static Form login(String clientId, String code) {
		return grant("wechat_code").with("client_id", clientId).with("code", code);
	}

	/**
	 * Starts a refresh.
	 * @param clientId the mini-program
	 * @param refreshToken the refresh token
	 * @return the form
	 */
	public static Form refresh(String clientId, String refreshToken) {
		return grant("refresh_token").with("client_id", clientId).with("refresh_token", refreshToken);
	}

	/**
	 * Starts a request about a token.
	 * @param token the token
	 * @return the form
	 */
	public static Form about(String token) {
		return new Form().with("token", token);
	}

	/**
	 * Adds a parameter, once more if it is there.
	 * @param name its name
	 * @param value its value, not encoded
	 * @return this form
	 */
	public Form with(String name, String value) {
		this.parameters.add(new String[] { name, value });
		return this;
	}

	/**
	 * Authenticates with HTTP Basic.
	 * @param clientId the client
	 * @param secret its secret
	 * @return this form
	 */
	public Form as(String clientId, String secret) {
		byte[] credentials = (clientId + ":" + secret).getBytes(StandardCharsets.UTF_8);
		this.authorization = Optional.of("Basic " + Base64.getEncoder().encodeToString(credentials));
		return this;
	}

	/**
	 * Returns the encoded body.
	 * @return the body
	 */
	public String body() {
		return this.parameters.stream()
			.map((each) -> encode(each[0]) + "=" + encode(each[1]))
			.collect(Collectors.joining("&"));
	}

	Optional<String> authorization() {
		return this.authorization;
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

}
