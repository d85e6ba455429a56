/**
 * What administrators do, as JSON over HTTP: who may call, the endpoints with their
 * requests and answers, and the description of it all.
 */
@NullMarked
package io.wegrant.server.admin.api;

import org.jspecify.annotations.NullMarked;
