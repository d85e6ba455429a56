package io.wegrant.server.wechat.services;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.clients.WechatJob;
import io.wegrant.server.wechat.ApiAnswer;
import io.wegrant.server.wechat.ApiCall;
import io.wegrant.server.wechat.WechatApi;
import io.wegrant.server.wechat.WechatApi.GivenToken;
import io.wegrant.server.wechat.WechatUnavailableException;

/**
 * WeChat's server API, with the access token added: the same request goes on, and
 * WeChat's answer comes back byte by byte.
 */
@RestController
class ApiEndpoint {

	/** The longest body that WeChat takes, of a picture or a video. */
	static final int MAX_BYTES = 10 * 1024 * 1024;

	private static final String API = "/api";

	private static final int MAX_ANSWER = 32 * 1024 * 1024;

	private static final int CHUNK = 16 * 1024;

	/** What a path or a query is written in (RFC 3986). */
	private static final Pattern ENCODED = Pattern.compile("(?:[A-Za-z0-9._~!$'()*+,;=:@/?&-]|%[0-9A-Fa-f]{2})*");

	/** What the provider adds, or keeps. */
	private static final Set<String> RESERVED = Set.of("access_token", "appid", "secret");

	private final ServedApps apps;

	private final WechatApi wechat;

	ApiEndpoint(ServedApps apps, WechatApi wechat) {
		this.apps = apps;
		this.wechat = wechat;
	}

	@RequestMapping(path = WechatServicesConfiguration.PATH + API + "/**",
			method = { RequestMethod.GET, RequestMethod.POST })
	void call(@PathVariable String appid, HttpServletRequest request, HttpServletResponse response,
			Authentication caller) throws IOException, HttpRequestMethodNotSupportedException {
		if (HttpMethod.HEAD.matches(request.getMethod())) {
			throw new HttpRequestMethodNotSupportedException(request.getMethod(), List.of("GET", "POST"));
		}
		ServedApp app = this.apps.find(caller, appid).require(WechatJob.API);
		String path = path(request);
		if (!ApiPaths.isOpen(app.client().wechat().api(), path)) {
			throw ServicesProblem.pathNotGranted();
		}
		ApiCall call = new ApiCall(path, body(request), query(request),
				Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE)),
				Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT)));
		this.apps.audit(app, "api " + path, Optional.empty());
		try {
			this.wechat.call(app.miniProgram(), call, (answer) -> {
				write(answer, response);
				return true;
			});
		}
		catch (UncheckedIOException ex) {
			throw Objects.requireNonNull(ex.getCause());
		}
		catch (WechatUnavailableException ex) {
			// Too late for another answer: the connection is closed before its end.
			if (response.isCommitted()) {
				throw new IOException("WeChat's answer broke off");
			}
			response.reset();
			throw ex;
		}
	}

	@GetMapping(WechatServicesConfiguration.PATH + "/access-token")
	ResponseEntity<TokenBody> accessToken(@PathVariable String appid, Authentication caller) {
		ServedApp app = this.apps.find(caller, appid).require(WechatJob.TOKEN);
		this.apps.audit(app, "access-token", Optional.empty());
		GivenToken token = this.wechat.accessToken(app.miniProgram());
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.body(new TokenBody(token.value(), token.expiresIn().toSeconds()));
	}

	// As it was sent, and decoded once: what is still encoded then is no path of
	// WeChat's.
	private static String path(HttpServletRequest request) {
		String uri = request.getRequestURI();
		int begin = uri.indexOf(API + "/", uri.indexOf("/apps/") + "/apps/".length());
		String path = decode((begin >= 0) ? uri.substring(begin + API.length()).replace("+", "%2B") : "");
		if (!ApiPaths.isPath(path)) {
			throw ServicesProblem.badRequest("the path has segments of letters, digits, _ and -");
		}
		return path;
	}

	private static String query(HttpServletRequest request) {
		String query = Objects.toString(request.getQueryString(), "");
		decode(query);
		boolean isReserved = Arrays.stream(query.split("[&;]"))
			.map((parameter) -> decode(parameter.split("=", 2)[0]).strip().toLowerCase(Locale.ROOT))
			.anyMatch(RESERVED::contains);
		if (isReserved) {
			throw ServicesProblem.badRequest("the query has no access_token, appid or secret: the provider adds them");
		}
		return query;
	}

	private static String decode(String encoded) {
		if (!ENCODED.matcher(encoded).matches()) {
			throw ServicesProblem.badRequest("the path or the query is not encoded rightly");
		}
		return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
	}

	private static Optional<byte[]> body(HttpServletRequest request) throws IOException {
		byte[] body = JsonBody.bytes(request.getInputStream(), MAX_BYTES);
		if (HttpMethod.POST.matches(request.getMethod())) {
			return Optional.of(body);
		}
		if (body.length > 0) {
			throw ServicesProblem.badRequest("a GET has no body");
		}
		return Optional.empty();
	}

	private static void write(ApiAnswer answer, HttpServletResponse response) throws IOException {
		if (answer.length().orElse(0) > MAX_ANSWER) {
			throw ServicesProblem.answerTooLong();
		}
		response.setStatus(answer.status());
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		answer.contentType().ifPresent((type) -> response.setHeader(HttpHeaders.CONTENT_TYPE, type));
		answer.disposition().ifPresent((value) -> response.setHeader(HttpHeaders.CONTENT_DISPOSITION, value));
		answer.length().ifPresent(response::setContentLengthLong);
		copy(answer.body(), response);
	}

	private static void copy(InputStream body, HttpServletResponse response) throws IOException {
		byte[] chunk = new byte[CHUNK];
		long length = 0;
		for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
			length += read;
			if (length > MAX_ANSWER) {
				throw new IOException("The answer is too long");
			}
			send(response, chunk, read);
		}
	}

	private static void send(HttpServletResponse response, byte[] chunk, int length) {
		try {
			OutputStream output = response.getOutputStream();
			output.write(chunk, 0, length);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * WeChat's access token of a mini-program.
	 *
	 * @param access_token the token
	 * @param expires_in how long it may be used, in seconds
	 */
	record TokenBody(String access_token, long expires_in) {

		@Override
		public String toString() {
			return "TokenBody[redacted]";
		}

	}

}
