package io.wegrant.benchmarks.peer.floor;

import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Base64;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers a login.
 */
@SuppressWarnings("serial")
final class LoginServlet extends HttpServlet {

	@Serial
	private static final long serialVersionUID = 1L;

	private static final int HANDLE_BYTES = 16;

	private final WechatCall wechat;

	private final SessionRows sessions;

	private final TokenSignature signature;

	private final SecureRandom random = new SecureRandom();

	LoginServlet(WechatCall wechat, SessionRows sessions, TokenSignature signature) {
		this.wechat = wechat;
		this.sessions = sessions;
		this.signature = signature;
	}

	@Override
	protected void doGet(HttpServletRequest request, HttpServletResponse response) {
		response.setStatus(HttpServletResponse.SC_OK);
	}

	@Override
	protected void doPost(HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException {
		try {
			String openid = this.wechat.openid(request.getParameter("code"));
			String handle = handle();
			this.sessions.insert(handle, openid, System.currentTimeMillis());
			byte[] body = answer(this.signature.sign(openid, handle), handle);
			response.setContentType("application/json");
			response.setContentLength(body.length);
			response.getOutputStream().write(body);
		}
		catch (GeneralSecurityException | SQLException ex) {
			throw new ServletException(ex);
		}
	}

	private String handle() {
		byte[] bytes = new byte[HANDLE_BYTES];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static byte[] answer(String accessToken, String handle) {
		return ("{\"access_token\":\"" + accessToken + "\",\"refresh_token\":\"" + handle
				+ "\",\"token_type\":\"Bearer\",\"expires_in\":600,\"scope\":\"goods.read\"}")
			.getBytes(StandardCharsets.UTF_8);
	}

}
