package io.wegrant.server.secrets;

import java.util.Arrays;

/**
 * A value that {@link MasterKeyset} encrypted, as it is stored.
 */
public final class Ciphertext {

	private final byte[] bytes;

	private Ciphertext(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Wraps stored bytes.
	 * @param bytes the bytes
	 * @return the ciphertext
	 */
	public static Ciphertext of(byte[] bytes) {
		return new Ciphertext(bytes.clone());
	}

	/**
	 * Returns what is stored.
	 * @return the bytes
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Ciphertext that && Arrays.equals(this.bytes, that.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	@Override
	public String toString() {
		return "Ciphertext[" + this.bytes.length + " bytes]";
	}

}
