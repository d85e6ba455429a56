package io.wegrant.server.profiles.pictures;

/**
 * A format of pictures.
 */
interface PictureFormat {

	/**
	 * Returns the media type.
	 * @return the media type
	 */
	String contentType();

	/**
	 * Tells whether something begins as pictures of this format do.
	 * @param content the bytes
	 * @return whether it does
	 */
	boolean begins(byte[] content);

	/**
	 * Checks a picture and leaves out what is not needed to show it.
	 * @param content the bytes
	 * @return the bytes that are needed
	 */
	byte[] strip(byte[] content);

}
