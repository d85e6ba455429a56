/**
 * What may be a picture of a user: PNG, JPEG and WebP, told by their content, and no byte
 * that the picture does not need. No picture is decoded.
 */
@NullMarked
package io.wegrant.server.selfservice.pictures;

import org.jspecify.annotations.NullMarked;
