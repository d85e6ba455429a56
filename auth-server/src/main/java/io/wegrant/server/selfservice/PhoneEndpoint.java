package io.wegrant.server.selfservice;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.limits.ClientNetwork;
import io.wegrant.server.limits.LimitProperties;
import io.wegrant.server.limits.RateLimit;
import io.wegrant.server.sessions.SessionDetails;
import io.wegrant.server.sessions.Sessions;
import io.wegrant.server.staff.PhoneNumber;
import io.wegrant.server.wechat.PhoneBinding;
import io.wegrant.server.wechat.PhoneProof;

/**
 * Makes a user the holder of the phone number that WeChat vouches for. Each code costs
 * the company money, so there are limits for users and addresses.
 */
@RestController
class PhoneEndpoint {

	static final String PATH = SelfServiceConfiguration.PATH + "/phone";

	private static final int MAX_BYTES = 4 * 1024;

	private static final Pattern CODE = Pattern.compile("[A-Za-z0-9\\-._~]{1,128}");

	private final PhoneBinding binding;

	private final Sessions sessions;

	private final RateLimit perUser;

	private final RateLimit perAddress;

	private final JsonMapper json;

	PhoneEndpoint(PhoneBinding binding, Sessions sessions, LimitProperties limits, JsonMapper json) {
		this.json = json;
		this.binding = binding;
		this.sessions = sessions;
		this.perUser = new RateLimit(limits.phoneCodesPerUser());
		this.perAddress = new RateLimit(limits.phoneCodesPerAddress());
	}

	@PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
	@RequestBody(required = true, content = @Content(schema = @Schema(implementation = PhoneCode.class)))
	BoundPhone bindPhone(InputStream body, JwtAuthenticationToken caller) throws IOException {
		String code = Optional.ofNullable(read(LimitedBody.read(body, MAX_BYTES)))
			.map(PhoneCode::code)
			.filter((each) -> CODE.matcher(each).matches())
			.orElseThrow(AccountProblem::badCode);
		count(caller);
		SessionDetails session = this.sessions.findLive(Caller.of(caller).sid())
			.orElseThrow(AccountProblem::sessionEnded);
		PhoneProof proof = this.binding.bind(session, code).orElseThrow(AccountProblem::sessionEnded);
		return proof.number().map(BoundPhone::of).orElseThrow(() -> refusal(proof));
	}

	private @Nullable PhoneCode read(byte[] body) {
		try {
			return this.json.readValue(body, PhoneCode.class);
		}
		catch (JacksonException ex) {
			// The parser's message quotes the body.
			throw AccountProblem.badCode();
		}
	}

	private void count(Authentication caller) {
		this.perUser.use(caller.getName()).map(AccountProblem::tooMany).ifPresent(PhoneEndpoint::refuse);
		String address = (caller.getDetails() instanceof WebAuthenticationDetails details) ? details.getRemoteAddress()
				: "";
		this.perAddress.use(ClientNetwork.of(address)).map(AccountProblem::tooMany).ifPresent(PhoneEndpoint::refuse);
	}

	private static AccountProblem refusal(PhoneProof proof) {
		if (proof instanceof PhoneProof.Unavailable unavailable) {
			return AccountProblem.unavailable(unavailable.retryAfter());
		}
		return (proof instanceof PhoneProof.InvalidCode) ? AccountProblem.invalidCode() : AccountProblem.refused();
	}

	private static void refuse(AccountProblem problem) {
		throw problem;
	}

	/**
	 * The body of a request to bind a phone number. Members that are not known here are
	 * ignored, a number among them.
	 *
	 * @param code the code of the {@code getPhoneNumber} button
	 */
	record PhoneCode(@Nullable String code) {

		@Override
		public String toString() {
			return "PhoneCode[redacted]";
		}

	}

	/**
	 * The number that the user holds now.
	 *
	 * @param phone the number, of which all digits but the last two are hidden
	 */
	record BoundPhone(String phone) {

		static BoundPhone of(PhoneNumber number) {
			return new BoundPhone(number.masked());
		}

	}

}
