/**
 * What only the keeper of the app secret and the session_key can do, done for the
 * company's services: signatures of payments, decryption, calls of WeChat's server API.
 * No key and no secret is ever answered or logged.
 */
@NullMarked
package io.wegrant.server.wechat.services;

import org.jspecify.annotations.NullMarked;
