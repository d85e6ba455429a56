/*
 * Payments by WeChat's virtual payment.
 */
const promised = require('./promised')
const simulator = require('./simulator')

// In milliseconds: people take their time.
const LONGEST = 600000

const TOO_OLD = 'too_old'
const UNKNOWN = -5
const CONFLICT = 409

// WeChat has another session_key than the provider by now.
const STALE = ['session_key_stale', 'no_live_session']
const WRONG_SIGNATURE = -15005
const EXPIRED = -15007

/**
 * Has the user pay. Promises that they have, and rejects with WeChat's errCode. If WeChat does not say, it is -5: what counts
 * is what the shop knows of the order.
 *
 * @param {{ mode: string, signData: string, paySig: string, signature: string }} order as the shop has signed it
 * @returns {Promise<any>}
 */
function pay({ mode, signData, paySig, signature }) {
  const payment = { mode, signData, paySig, signature }
  if (simulator.isUsed()) {
    return simulator.pay(payment)
  }
  /** @type {any} */
  const api = wx
  if (!api.requestVirtualPayment) {
    return Promise.reject({ error: TOO_OLD })
  }
  return promised(callbacks => api.requestVirtualPayment(Object.assign(callbacks, payment)), LONGEST).catch(reason => {
    throw reason && reason.errCode ? reason : { errCode: UNKNOWN }
  })
}

/** Tells whether a login helps: it brings the provider the session_key that WeChat has. */
function wantsLogin({ statusCode, response, errCode }) {
  return statusCode === CONFLICT && STALE.indexOf(response.data.code) >= 0 ||
    errCode === WRONG_SIGNATURE || errCode === EXPIRED
}

module.exports = { pay, wantsLogin, UNKNOWN }
