package io.wegrant.simulator.credentials;

import java.util.Arrays;

/**
 * A file that a mini-program gave WeChat.
 */
public final class MediaFile {

	private final String type;

	private final String name;

	private final String contentType;

	private final byte[] bytes;

	/**
	 * Creates the file.
	 * @param type {@code image}, {@code voice}, {@code video} or {@code thumb}
	 * @param name the name of the file
	 * @param contentType the content type
	 * @param bytes the bytes
	 */
	public MediaFile(String type, String name, String contentType, byte[] bytes) {
		this.type = type;
		this.name = name;
		this.contentType = contentType;
		this.bytes = Arrays.copyOf(bytes, bytes.length);
	}

	/**
	 * Returns what WeChat takes the file for.
	 * @return the type
	 */
	public String type() {
		return this.type;
	}

	/**
	 * Returns the name of the file.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the content type.
	 * @return the content type
	 */
	public String contentType() {
		return this.contentType;
	}

	/**
	 * Returns the bytes.
	 * @return the bytes
	 */
	public byte[] bytes() {
		return Arrays.copyOf(this.bytes, this.bytes.length);
	}

}
