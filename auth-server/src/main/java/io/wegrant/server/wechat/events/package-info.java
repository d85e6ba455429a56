/**
 * WeChat's message pushes: recognised by their signatures, decrypted, read with care,
 * obeyed, and taken on to the services that are registered for them. Whatever else is
 * posted here changes nothing and asks the database nothing.
 */
@NullMarked
package io.wegrant.server.wechat.events;

import org.jspecify.annotations.NullMarked;
