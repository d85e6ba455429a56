/**
 * The membership that the shop sells by WeChat's virtual payment. The provider signs
 * orders, since it alone has the keys, and takes on what WeChat pushes once one is paid.
 */
@NullMarked
package io.wegrant.demo.orders;

import org.jspecify.annotations.NullMarked;
