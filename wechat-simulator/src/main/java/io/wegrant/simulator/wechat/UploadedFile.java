package io.wegrant.simulator.wechat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.UploadContext;

/**
 * The file that a call brings along.
 *
 * @param name its name
 * @param contentType its type, as the caller says
 * @param content its bytes
 */
record UploadedFile(String name, String contentType, RawBody content) {

	private static final String FIELD = "media";

	/**
	 * Reads the file of a call that must be a POST of {@code multipart/form-data}.
	 * @param request the call
	 * @return the part named {@code media}, which must have a file name
	 */
	static UploadedFile read(WechatRequest request) {
		if (!request.isPost()) {
			throw WechatError.POST_REQUIRED.refusal();
		}
		try {
			return find(request).orElseThrow(WechatError.MEDIA_MISSING::refusal);
		}
		catch (IOException ex) {
			throw WechatError.MEDIA_MISSING.refusal();
		}
	}

	int size() {
		return this.content.bytes().length;
	}

	private static Optional<UploadedFile> find(WechatRequest request) throws IOException {
		FileUpload upload = new FileUpload();
		upload.setHeaderEncoding(StandardCharsets.UTF_8.name());
		FileItemIterator parts = upload.getItemIterator(new Body(request));
		Optional<UploadedFile> found = Optional.empty();
		// To the end, so that a body that breaks off is refused.
		while (parts.hasNext()) {
			FileItemStream part = parts.next();
			byte[] bytes = bytes(part);
			if (found.isEmpty() && FIELD.equals(part.getFieldName()) && !part.isFormField()) {
				String contentType = (part.getContentType() != null) ? part.getContentType()
						: "application/octet-stream";
				found = Optional.of(new UploadedFile(part.getName(), contentType, new RawBody(bytes)));
			}
		}
		return found.filter((file) -> !file.name().isEmpty() && file.size() > 0);
	}

	private static byte[] bytes(FileItemStream part) throws IOException {
		try (InputStream stream = part.openStream()) {
			return stream.readAllBytes();
		}
	}

	private record Body(WechatRequest request) implements UploadContext {

		@Override
		public String getCharacterEncoding() {
			return StandardCharsets.UTF_8.name();
		}

		@Override
		public String getContentType() {
			return this.request.header("content-type");
		}

		@Override
		public InputStream getInputStream() {
			return new ByteArrayInputStream(this.request.body().bytes());
		}

		@Override
		public long contentLength() {
			return this.request.body().bytes().length;
		}

	}

}
