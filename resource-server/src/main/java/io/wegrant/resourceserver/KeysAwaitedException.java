package io.wegrant.resourceserver;

import com.nimbusds.jose.KeySourceException;

/**
 * Says that a token cannot be checked without asking the provider for keys, and that the
 * caller must not wait for it.
 */
final class KeysAwaitedException extends KeySourceException {

	private static final long serialVersionUID = 1L;

	KeysAwaitedException() {
		super("The provider has to be asked for keys");
	}

}
