package io.wegrant.resourceserver;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.BadJWTException;
import org.jspecify.annotations.Nullable;

/**
 * The type ({@code typ}) of one kind of JWT, with or without {@code application/} before
 * it (RFC 7515 section 4.1.9). The provider signs several kinds with the same keys, and
 * none is taken for another.
 */
final class TokenType implements JOSEObjectTypeVerifier<SecurityContext> {

	private final JOSEObjectTypeVerifier<SecurityContext> allowed;

	TokenType(String name) {
		this.allowed = new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(name),
				new JOSEObjectType("application/" + name));
	}

	@Override
	public void verify(@Nullable JOSEObjectType type, @Nullable SecurityContext context) throws BadJOSEException {
		try {
			this.allowed.verify(type, context);
		}
		catch (BadJOSEException ex) {
			throw new WrongTypeException(ex);
		}
	}

	/**
	 * Tells by which rule the library has refused a JWT.
	 * @param cause what it has thrown
	 * @return the rule
	 */
	static TokenResult rule(BadJOSEException cause) {
		if (cause instanceof WrongTypeException) {
			return TokenResult.TYPE;
		}
		if (cause instanceof BadJWSException) {
			return TokenResult.SIGNATURE;
		}
		return (cause instanceof BadJWTException) ? TokenResult.MALFORMED : TokenResult.KEY;
	}

	/**
	 * Tells a wrong type from the other refusals of the library.
	 */
	private static final class WrongTypeException extends BadJOSEException {

		private static final long serialVersionUID = 1L;

		private WrongTypeException(BadJOSEException cause) {
			super(cause.getMessage(), cause);
		}

	}

}
