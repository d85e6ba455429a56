package io.wegrant.server.secrets;

import java.security.GeneralSecurityException;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.config.TinkConfig2026;

/**
 * The steps in which the keys of the master keyset are replaced while nodes are running.
 * All nodes get the document of one step before the next is taken.
 */
enum KeysetRotationStep {

	/**
	 * Adds a key that reads: no node writes with a key that another does not have yet.
	 */
	ADD,

	/** Makes the key that was added the one that writes. */
	PROMOTE,

	/** Removes the keys that do not write: what they wrote cannot be read any more. */
	REMOVE;

	/**
	 * Takes the step.
	 * @param keyset the keys of one kind
	 * @param parameters their kind
	 * @return the keys after it
	 * @throws GeneralSecurityException if Tink cannot do it
	 * @throws InvalidKeysetException if the step is not the next
	 */
	KeysetHandle apply(KeysetHandle keyset, Parameters parameters) throws GeneralSecurityException {
		return switch (this) {
			case ADD -> add(keyset, parameters);
			case PROMOTE -> promote(keyset);
			case REMOVE -> remove(keyset);
		};
	}

	private static KeysetHandle add(KeysetHandle keyset, Parameters parameters) throws GeneralSecurityException {
		require(keyset.size() == 1, "A rotation of the master keyset has begun already");
		KeysetHandle added = KeysetHandle.generateNew(parameters, TinkConfig2026.get());
		return KeysetHandle.newBuilder(keyset).addEntry(KeysetHandle.importKey(added.getPrimary().getKey())).build();
	}

	private static KeysetHandle promote(KeysetHandle keyset) throws GeneralSecurityException {
		require(keyset.size() > 1, "The master keyset has no key that was added");
		require(!newest(keyset).isPrimary(), "The added key of the master keyset writes already");
		KeysetHandle.Builder builder = KeysetHandle.newBuilder(keyset);
		builder.getAt(keyset.size() - 1).makePrimary();
		return builder.build();
	}

	private static KeysetHandle remove(KeysetHandle keyset) throws GeneralSecurityException {
		require(keyset.size() > 1, "The master keyset has one key of each kind, which writes");
		require(newest(keyset).isPrimary(), "The added key of the master keyset does not write yet");
		KeysetHandle.Builder builder = KeysetHandle.newBuilder(keyset);
		for (int i = keyset.size() - 2; i >= 0; i--) {
			builder.deleteAt(i);
		}
		return builder.build();
	}

	private static KeysetHandle.Entry newest(KeysetHandle keyset) {
		return keyset.getAt(keyset.size() - 1);
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new InvalidKeysetException(message, null);
		}
	}

}
