package io.wegrant.server.profiles;

/**
 * A picture of a user.
 */
public final class Picture {

	private final String contentType;

	private final byte[] content;

	/**
	 * Creates a picture.
	 * @param contentType its media type
	 * @param content its bytes
	 */
	public Picture(String contentType, byte[] content) {
		this.contentType = contentType;
		this.content = content.clone();
	}

	/**
	 * Returns the media type.
	 * @return the media type
	 */
	public String contentType() {
		return this.contentType;
	}

	/**
	 * Returns the content.
	 * @return the bytes
	 */
	public byte[] content() {
		return this.content.clone();
	}

	@Override
	public String toString() {
		return "Picture[" + this.contentType + ", " + this.content.length + " bytes]";
	}

}
