package io.wegrant.server.wechat;

import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.authentication.AuthenticationConverter;

import io.wegrant.server.authorization.TokenRequestParameters;
import io.wegrant.server.sessions.DeviceLabel;

/**
 * Reads a request of the {@code wechat_code} grant.
 */
final class WechatCodeConverter implements AuthenticationConverter {

	private static final String PHONE_CODE = "phone_code";

	private static final int MAX_CODE_LENGTH = 128;

	private static final int MAX_DEVICE_LENGTH = 64;

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		TokenRequestParameters parameters = new TokenRequestParameters(request);
		if (!parameters.isGrantType(WechatCodeAuthenticationToken.GRANT_TYPE.getValue())) {
			return null;
		}
		Authentication client = Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication());
		return new WechatCodeAuthenticationToken(client,
				parameters.requiredCode(OAuth2ParameterNames.CODE, MAX_CODE_LENGTH),
				parameters.optionalCode(PHONE_CODE, MAX_CODE_LENGTH), parameters.access(),
				parameters.optionalLabel("device", MAX_DEVICE_LENGTH).map(DeviceLabel::new));
	}

}
